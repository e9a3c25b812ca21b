import {
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognito, cognitoError, CREDENTIALS, log, post, resetCognito } from './support/api';

beforeEach(resetCognito);

describe('a rejected sign-in', () => {
  test.each([
    'NotAuthorizedException', 'UserNotFoundException', 'UserNotConfirmedException', 'PasswordResetRequiredException', 'InvalidParameterException', 'UserLambdaValidationException',
  ])('answers %s as it answers a wrong password, and points to a new code', async (name) => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError('NotAuthorizedException', 'Incorrect username or password.'));
    const wrongPassword = await post('/auth/signin', CREDENTIALS);
    cognito.on(InitiateAuthCommand).rejects(cognitoError(name));
    expect(await post('/auth/signin', CREDENTIALS)).toEqual(wrongPassword);
    expect(wrongPassword).toMatchObject({ status: 401, body: { code: 'unauthorized', detail: expect.stringContaining('/auth/resend-code') } });
  });

  test('answers 429 if Cognito throttles', async () => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError('TooManyRequestsException'));
    expect(await post('/auth/signin', CREDENTIALS)).toMatchObject({ status: 429, headers: { 'Retry-After': '10' }, body: { code: 'too-many-requests' } });
  });

  test('says so if the correct password is not enough', async () => {
    cognito.on(InitiateAuthCommand).resolves({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'session' });
    expect(await post('/auth/signin', CREDENTIALS)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test.each([
    ['NotAuthorizedException', 'Client abc is configured with secret but SECRET_HASH was not received'],
    ['InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'],
    ['ResourceNotFoundException', 'User pool client abc does not exist.'],
  ])('fails if the app client is at fault (%s), and is logged', async (name, message) => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError(name, message));
    expect(await post('/auth/signin', CREDENTIALS)).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(log.telemetry.lines).toMatchObject([{ level: 'error' }]);
  });
});
