import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_SETTINGS, namingHost } from './client-settings';

/**
 * SDK clients. A handler calls these once, at module scope, so that connections outlive the request; functions and
 * not constants, so that a bundle holds only the clients that its handler asks for.
 */
export function createS3(): S3Client {
  return namingHost(new S3Client({
    ...CLIENT_SETTINGS,
    // Otherwise a presigned PUT carries the CRC32 of the empty body that it was signed with, and S3 refuses the file.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  }));
}

export function createSqs(): SQSClient {
  return namingHost(new SQSClient(CLIENT_SETTINGS));
}

export function createStepFunctions(): SFNClient {
  return namingHost(new SFNClient(CLIENT_SETTINGS));
}

export function createCognito(): CognitoIdentityProviderClient {
  return namingHost(new CognitoIdentityProviderClient(CLIENT_SETTINGS));
}
