"""Lets a stage's limits of single methods hold.

CloudFormation writes the slashes of their paths as `~1`. The emulator keeps
them so and looks for the plain path, which leaves each method the stage's limit.
"""

from ministack.services.cloudformation import provisioners


def install() -> None:
    to_settings = provisioners._apigw_method_settings

    def with_plain_paths(raw):
        return {key.replace("/~1", "/").replace("~1", "/"): entry for key, entry in to_settings(raw).items()}

    provisioners._apigw_method_settings = with_plain_paths
