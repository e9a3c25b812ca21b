"""Lets a state machine call Cognito.

The emulator has Cognito and service integrations, but does not lead from one to
the other. Its table of services takes one more line.
"""

from ministack.services import stepfunctions

SERVICE = "cognitoidentityprovider"


def install() -> None:
    stepfunctions._AWS_SDK_SERVICE_MAP[SERVICE] = {
        "target_prefix": "AWSCognitoIdentityProviderService", "protocol": "json", "service_key": "cognito-idp",
    }
    stepfunctions._AWS_SDK_ERROR_PREFIX[SERVICE] = "CognitoIdentityProvider"
