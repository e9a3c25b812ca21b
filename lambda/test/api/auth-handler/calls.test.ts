import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognito, cognitoError, CREDENTIALS, EMAIL, log, post, RESET, TOKENS, resetCognito } from './support/api';

beforeEach(resetCognito);

describe('what each call sends and answers', () => {
  test('signup creates the account and says where the code was sent, masked', async () => {
    cognito.on(SignUpCommand).resolves({ UserSub: 'sub-1', UserConfirmed: false, CodeDeliveryDetails: { DeliveryMedium: 'EMAIL', Destination: 'other mask' } });
    expect(await post('/auth/signup', CREDENTIALS)).toMatchObject({
      status: 201, body: { user_id: 'sub-1', confirmed: false, delivery: { medium: 'EMAIL', destination: 'j***@e***' } },
    });
    expect(cognito.commandCalls(SignUpCommand)[0].args[0].input).toEqual({
      ClientId: 'client', Username: EMAIL, Password: CREDENTIALS.password, UserAttributes: [{ Name: 'email', Value: EMAIL }],
    });
  });

  test('signup returns no delivery if the pool confirms accounts itself', async () => {
    cognito.on(SignUpCommand).resolves({ UserSub: 'sub-1', UserConfirmed: true });
    expect((await post('/auth/signup', CREDENTIALS)).body).toEqual({ user_id: 'sub-1', confirmed: true });
  });

  test('verify confirms the address', async () => {
    cognito.on(ConfirmSignUpCommand, { ClientId: 'client', Username: EMAIL, ConfirmationCode: '123456' }, true).resolves({});
    expect(await post('/auth/verify', { email: EMAIL, code: ' 123456 ' })).toMatchObject({ status: 204, body: undefined });
    expect(cognito.calls()).toHaveLength(1);
  });

  test('signin gives the tokens', async () => {
    cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: TOKENS });
    expect(await post('/auth/signin', CREDENTIALS)).toMatchObject({ status: 200 });
    expect((await post('/auth/signin', CREDENTIALS)).body).toEqual({
      token_type: 'Bearer', id_token: 'id', access_token: 'access', refresh_token: 'refresh', expires_in: 3600,
    });
    expect(cognito.commandCalls(InitiateAuthCommand)[0].args[0].input).toEqual({
      ClientId: 'client', AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: EMAIL, PASSWORD: CREDENTIALS.password },
    });
  });

  test('refresh gives new tokens without a refresh token', async () => {
    cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: { ...TOKENS, RefreshToken: undefined } });
    expect((await post('/auth/refresh', { refresh_token: 'a.b-c_d=' })).body).toEqual({ token_type: 'Bearer', id_token: 'id', access_token: 'access', expires_in: 3600 });
    expect(cognito.commandCalls(InitiateAuthCommand)[0].args[0].input).toEqual({
      ClientId: 'client', AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: 'a.b-c_d=' },
    });
  });

  test('confirm-forgot-password sets the password, and ends every session', async () => {
    cognito.on(ConfirmForgotPasswordCommand).resolves({});
    cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: TOKENS });
    cognito.on(GlobalSignOutCommand).resolves({});
    expect((await post('/auth/confirm-forgot-password', RESET)).status).toBe(204);
    expect(cognito.commandCalls(ConfirmForgotPasswordCommand)[0].args[0].input).toEqual({
      ClientId: 'client', Username: EMAIL, ConfirmationCode: '123456', Password: CREDENTIALS.password,
    });
    expect(cognito.commandCalls(GlobalSignOutCommand)[0].args[0].input).toEqual({ AccessToken: 'access' });
    expect(cognito.calls()).toHaveLength(3);
    expect(log.telemetry.lines).toEqual([]);
  });

  test.each([
    ['the sign-in needs a further step', () => cognito.on(InitiateAuthCommand).resolves({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })],
    ['they could not be ended', () => {
      cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: TOKENS });
      cognito.on(GlobalSignOutCommand).rejects(cognitoError('InternalErrorException'));
    }],
  ])('confirm-forgot-password has set the password even if %s, and logs that sessions live on', async (_title, answers) => {
    cognito.on(ConfirmForgotPasswordCommand).resolves({});
    answers();
    expect((await post('/auth/confirm-forgot-password', RESET)).status).toBe(204);
    expect(log.telemetry.lines).toMatchObject([{ level: 'error' }]);
  });

  test('signout revokes the refresh token', async () => {
    cognito.on(RevokeTokenCommand, { ClientId: 'client', Token: 'refresh' }, true).resolves({});
    expect(await post('/auth/signout', { refresh_token: 'refresh' })).toMatchObject({ status: 204, body: undefined });
    expect(cognito.calls()).toHaveLength(1);
  });

  test.each([
    ['/auth/signup', SignUpCommand, CREDENTIALS], ['/auth/verify', ConfirmSignUpCommand, { email: EMAIL, code: '1' }],
    ['/auth/resend-code', ResendConfirmationCodeCommand, { email: EMAIL }], ['/auth/forgot-password', ForgotPasswordCommand, { email: EMAIL }],
    ['/auth/confirm-forgot-password', ConfirmForgotPasswordCommand, RESET],
  ])('%s writes the address as Cognito knows it: trimmed, lower-case', async (path, command, body) => {
    cognito.onAnyCommand().resolves({});
    await post(path, { ...body, email: ' Jane@Example.COM\n' });
    expect(cognito.commandCalls(command as typeof SignUpCommand)[0].args[0].input.Username).toBe(EMAIL);
  });
});

describe('refresh tokens', () => {
  test.each(['NotAuthorizedException', 'UserNotFoundException', 'InvalidParameterException', 'PasswordResetRequiredException'])(
    'are refused with one answer (%s)', async (name) => {
      cognito.on(InitiateAuthCommand).rejects(cognitoError(name));
      expect(await post('/auth/refresh', { refresh_token: 'junk' })).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    });

  test.each(['NotAuthorizedException', 'InvalidParameterException'])('that are unknown are as good as signed out (%s)', async (name) => {
    cognito.on(RevokeTokenCommand).rejects(cognitoError(name));
    expect((await post('/auth/signout', { refresh_token: 'junk' })).status).toBe(204);
  });

  test.each([['UnsupportedTokenTypeException', 400], ['UnsupportedOperationException', 500], ['TooManyRequestsException', 429]])(
    'that were not revoked are not said to be (%s)', async (name, status) => {
      cognito.on(RevokeTokenCommand).rejects(cognitoError(name));
      expect((await post('/auth/signout', { refresh_token: 'access' })).status).toBe(status);
    });
});

describe('rejects, before Cognito is asked,', () => {
  const addresses = ['', 'jane', 'jane@', '@example.com', 'jane@example', 'ja ne@example.com', 'jane@@example.com', 'jane@exam\u0000ple.com', `${'a'.repeat(65)}@example.com`, `jane@${'a'.repeat(260)}.com`];
  test.each(addresses)('the address %p', async (email) => {
    expect((await post('/auth/signin', { ...CREDENTIALS, email })).body.errors).toMatchObject([{ field: 'email' }]);
    expect(cognito.calls()).toHaveLength(0);
  });

  test.each<[string, unknown, string[]]>([
    ['/auth/signup', {}, ['email', 'password']],
    ['/auth/signup', { ...CREDENTIALS, admin: true }, ['admin']],
    ['/auth/signin', { email: 5, password: null }, ['email', 'password']],
    ['/auth/signin', { ...CREDENTIALS, password: '' }, ['password']],
    ['/auth/signin', { ...CREDENTIALS, password: 'a'.repeat(257) }, ['password']],
    ['/auth/verify', { email: EMAIL, code: 123456 }, ['code']],
    ['/auth/verify', { email: EMAIL, code: '12 34' }, ['code']],
    ['/auth/resend-code', { email: [EMAIL] }, ['email']],
    ['/auth/forgot-password', {}, ['email']],
    ['/auth/confirm-forgot-password', { email: EMAIL }, ['code', 'password']],
    ['/auth/refresh', { refresh_token: 'not a token' }, ['refresh_token']],
    ['/auth/refresh', { refresh_token: '' }, ['refresh_token']],
    ['/auth/signout', { token: 'x' }, ['refresh_token', 'token']],
  ])('%s with %p, naming the fields', async (path, body, fields) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(cognito.calls()).toHaveLength(0);
  });

  // holds: threat.auth.regex-denial
  test('an address that would keep its pattern busy for seconds', async () => {
    expect((await post('/auth/signin', { email: `a@${'.'.repeat(15_000)} `, password: 'x' })).status).toBe(400);
  });
});
