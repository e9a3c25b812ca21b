import { CognitoIdentityProviderClient, CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import type { PasswordPolicy } from '../../../../../src/contract/accounts';
import { Accounts } from '../../../../api/auth-handler/accounts';
import { authRoutes } from '../../../../api/auth-handler/routes';
import { serve } from '../../../../api/http/serve';
import { Answer, apiEvent, read } from '../../../support/api-event';
import { recordingTelemetry, Recorded } from '../../../support/telemetry';

export const cognito = mockClient(CognitoIdentityProviderClient);

/** What the last test's calls logged. */
export const log: { telemetry: Recorded } = { telemetry: recordingTelemetry() };

export function resetCognito(): void {
  cognito.reset();
  log.telemetry = recordingTelemetry();
}

/** @param policy rules of the pool, where the handler knows them */
export async function post(path: string, body: unknown, policy: PasswordPolicy = {}): Promise<Answer> {
  const { telemetry } = log;
  const accounts = new Accounts(new CognitoIdentityProviderClient({ region: 'eu-west-1' }), 'client', policy, telemetry);
  return read(await serve(authRoutes(accounts), { allowedOrigins: [], telemetry })(apiEvent({ route: `POST ${path}`, body })));
}

/** AWS's texts quote what they like: none of them may reach a client or a log. */
export function cognitoError(name: string, message = `AWS says ${name} about jane@example.com`): Error {
  return new CognitoIdentityProviderServiceException({ name, message, $fault: 'client', $metadata: {} });
}

export const EMAIL = 'jane@example.com';
export const CREDENTIALS = { email: EMAIL, password: 'Correct-Horse-1' };
export const RESET = { ...CREDENTIALS, code: '123456' };
export const TOKENS = { IdToken: 'id', AccessToken: 'access', RefreshToken: 'refresh', ExpiresIn: 3600 };
