import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Settings of every SDK client. */
export const CLIENT_SETTINGS = {
  // Three connection timeouts end before the shortest function timeout of 10 s, so that a missing network path is
  // logged as a connection error, not as a function timeout.
  maxAttempts: 3,
  // Exponential backoff with jitter, and a retry quota that stops retries if most calls fail.
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 2_000, socketTimeout: 8_000 },
};

interface AnyClient {
  readonly middlewareStack: {
    add(
      middleware: (next: (step: Step) => Promise<never>) => (step: Step) => Promise<never>,
      options: { step: 'finalizeRequest'; name: string },
    ): void;
  };
}
interface Step { readonly request: unknown }

/** Adds the host to connection timeouts: in a VPC, the cause is nearly always a missing endpoint. */
export function reportHost<C>(client: C): C {
  (client as unknown as AnyClient).middlewareStack.add((next) => async (step) => {
    try {
      return await next(step);
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        const { hostname } = step.request as { hostname?: string };
        error.message += ` Host: ${hostname}. In a VPC, check that it has an endpoint for this service.`;
      }
      throw error;
    }
  }, { step: 'finalizeRequest', name: 'nameHostOfTimeout' });
  return client;
}

/**
 * Handlers create clients at module scope, so that invocations share connections. These are functions, so that a bundle
 * contains only the clients that its handler creates.
 */
export function createS3(): S3Client {
  return reportHost(new S3Client({
    ...CLIENT_SETTINGS,
    // By default, a presigned PUT contains the CRC32 of the empty body at signing, and S3 rejects the file.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  }));
}

export function createSqs(): SQSClient {
  return reportHost(new SQSClient(CLIENT_SETTINGS));
}

export function createStepFunctions(): SFNClient {
  return reportHost(new SFNClient(CLIENT_SETTINGS));
}

export function createCognito(): CognitoIdentityProviderClient {
  return reportHost(new CognitoIdentityProviderClient(CLIENT_SETTINGS));
}
