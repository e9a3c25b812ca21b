import {
  ConfirmForgotPasswordCommand, ConfirmSignUpCommand, ForgotPasswordCommand, ResendConfirmationCodeCommand, SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognito, cognitoError, CREDENTIALS, EMAIL, log, post, RESET, resetCognito } from './support/api';

beforeEach(resetCognito);

describe.each([
  ['/auth/resend-code', ResendConfirmationCodeCommand],
  ['/auth/forgot-password', ForgotPasswordCommand],
])('%s', (path, command) => {
  test.each([
    'UserNotFoundException', 'InvalidParameterException', 'NotAuthorizedException', 'UserNotConfirmedException', 'LimitExceededException',
    'CodeDeliveryFailureException', 'InvalidEmailRoleAccessPolicyException', 'UserLambdaValidationException', 'UnexpectedLambdaException',
  ])('answers 202 to an address that meets %s, as to every other', async (name) => {
    cognito.on(command as typeof ForgotPasswordCommand).resolves({});
    const sent = await post(path, { email: EMAIL });
    cognito.on(command as typeof ForgotPasswordCommand).rejects(cognitoError(name));
    expect(await post(path, { email: EMAIL })).toEqual(sent);
    expect(sent.status).toBe(202);
  });

  test.each([['TooManyRequestsException', 429], ['InternalErrorException', 500], ['ResourceNotFoundException', 500]])('answers %s, which every address meets, with %i', async (name, status) => {
    cognito.on(command as typeof ForgotPasswordCommand).rejects(cognitoError(name));
    expect((await post(path, { email: EMAIL })).status).toBe(status);
  });

  test('fails if Cognito cannot be reached, for every address', async () => {
    cognito.on(command as typeof ForgotPasswordCommand).rejects(new Error('no connection'));
    expect((await post(path, { email: EMAIL })).status).toBe(500);
  });

  // holds: threat.auth.logged-secret
  test('logs a mail that could not be sent, without the address', async () => {
    cognito.on(command as typeof ForgotPasswordCommand).rejects(cognitoError('CodeDeliveryFailureException'));
    await post(path, { email: EMAIL });
    cognito.on(command as typeof ForgotPasswordCommand).rejects(cognitoError('UserNotFoundException'));
    await post(path, { email: EMAIL });
    expect(log.telemetry.lines.map(({ level }) => level)).toEqual(['error', 'info']);
    expect(JSON.stringify(log.telemetry.lines.map(({ message, keys }) => ({ message, keys })))).not.toContain('@');
  });
});

describe.each([
  ['/auth/signup', SignUpCommand, CREDENTIALS],
  ['/auth/resend-code', ResendConfirmationCodeCommand, { email: EMAIL }],
  ['/auth/forgot-password', ForgotPasswordCommand, { email: EMAIL }],
])('%s', (path, command, body) => {
  const fail = (name: string, message?: string) => cognito.on(command as typeof ForgotPasswordCommand).rejects(cognitoError(name, message));

  test.each([
    ['CodeDeliveryFailureException', undefined],
    ['LimitExceededException', 'Exceeded daily email limit for the operation or the account. If a higher limit is required, use Amazon SES.'],
  ])('counts a mail that Cognito could not send: %s', async (name, message) => {
    fail(name, message);
    await post(path, body);
    expect(log.telemetry.counted).toEqual(['MailsRefused']);
  });

  test('does not count a user who asks too often', async () => {
    fail('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
    await post(path, body);
    expect(log.telemetry.counted).toEqual([]);
  });
});

test('forgot-password gives every caller the way out for an unverified address', async () => {
  cognito.on(ForgotPasswordCommand).resolves({});
  expect((await post('/auth/forgot-password', { email: EMAIL })).body.detail).toContain('/auth/resend-code');
});

describe.each([
  ['/auth/verify', ConfirmSignUpCommand, { email: EMAIL, code: '123456' }],
  ['/auth/confirm-forgot-password', ConfirmForgotPasswordCommand, RESET],
])('%s', (path, command, body) => {
  test.each([
    'ExpiredCodeException', 'UserNotFoundException', 'UserNotConfirmedException', 'NotAuthorizedException', 'AliasExistsException',
    'TooManyFailedAttemptsException', 'LimitExceededException', 'InvalidParameterException', 'UserLambdaValidationException',
  ])('answers %s as it answers a wrong code', async (name) => {
    cognito.on(command as typeof ConfirmSignUpCommand).rejects(cognitoError('CodeMismatchException'));
    const wrongCode = await post(path, body);
    cognito.on(command as typeof ConfirmSignUpCommand).rejects(cognitoError(name));
    expect(await post(path, body)).toEqual(wrongCode);
    expect(wrongCode).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field: 'code' }] } });
  });
});

test('confirm-forgot-password says which rule a new password broke', async () => {
  cognito.on(ConfirmForgotPasswordCommand).rejects(cognitoError('InvalidPasswordException', 'Password must have numeric characters'));
  expect((await post('/auth/confirm-forgot-password', RESET)).body.errors).toEqual([{ field: 'password', message: 'should have a digit' }]);
});
