import {
  InitiateAuthCommand, ResendConfirmationCodeCommand, SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognito, cognitoError, CREDENTIALS, EMAIL, log, post, TOKENS, resetCognito } from './support/api';
import { Answer } from '../../support/api-event';

beforeEach(resetCognito);

describe('signing up with an address that has an account', () => {
  beforeEach(() => { cognito.on(SignUpCommand).rejects(cognitoError('UsernameExistsException')); });

  async function asNew(): Promise<Answer> {
    cognito.on(SignUpCommand).resolves({ UserSub: 'fedcba98-5061-70e9-c8b5-0123456789ab', UserConfirmed: false, CodeDeliveryDetails: { DeliveryMedium: 'EMAIL', Destination: 'x' } });
    return post('/auth/signup', CREDENTIALS);
  }
  const withoutId = ({ body: { user_id: _id, ...body }, ...answer }: Answer) => ({ ...answer, body });

  test.each(['NotAuthorizedException', 'UserNotFoundException', 'UserNotConfirmedException', 'PasswordResetRequiredException', 'TooManyRequestsException'])(
    'looks like a new account if the password proves nothing (%s)', async (name) => {
      cognito.on(InitiateAuthCommand).rejects(cognitoError(name));
      cognito.on(ResendConfirmationCodeCommand).rejects(cognitoError('TooManyRequestsException'));
      const answer = await post('/auth/signup', CREDENTIALS);
      const fresh = await asNew();
      expect(answer.status).toBe(201);
      expect(withoutId(answer)).toEqual(withoutId(fresh));
      expect(answer.body.user_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-70[0-9a-f]{2}-[cd][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(log.telemetry.lines.filter(({ level }) => level === 'error')).toEqual([]);
    });

  test('takes no step fewer or more than a new address does', async () => {
    const steps = () => cognito.calls().map(({ args }) => args[0].constructor.name);
    cognito.on(InitiateAuthCommand).rejects(cognitoError('UserNotConfirmedException'));
    await post('/auth/signup', CREDENTIALS);
    // The third is sent in parallel with the second.
    expect(steps()).toEqual(['SignUpCommand', 'InitiateAuthCommand', 'ResendConfirmationCodeCommand']);
    cognito.resetHistory();
    await asNew();
    expect(steps()).toEqual(['SignUpCommand', 'InitiateAuthCommand']);
  });

  test('gives another id each time, as a new address would', async () => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError('NotAuthorizedException'));
    const ids = [await post('/auth/signup', CREDENTIALS), await post('/auth/signup', CREDENTIALS)].map(({ body }) => body.user_id);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('sends another code if the address was never verified', async () => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError('UserNotConfirmedException'));
    await post('/auth/signup', CREDENTIALS);
    expect(cognito.commandCalls(ResendConfirmationCodeCommand)[0].args[0].input).toEqual({ ClientId: 'client', Username: EMAIL });
  });

  test.each([{ AuthenticationResult: TOKENS }, { ChallengeName: 'SOFTWARE_TOKEN_MFA' as const }])('is reported to the owner, who knows the password (%#)', async (result) => {
    cognito.on(InitiateAuthCommand).resolves(result);
    const { status, body } = await post('/auth/signup', CREDENTIALS);
    expect(status).toBe(409);
    expect(body.code).toBe('user-exists');
    expect(JSON.stringify(body)).not.toContain('refresh"');
  });
});

test.each([
  ['that waits to be verified', () => cognito.on(InitiateAuthCommand).rejects(cognitoError('UserNotConfirmedException'))],
  ['that the pool confirmed by itself', () => cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: TOKENS })],
  ['while sign-ins fail', () => cognito.on(InitiateAuthCommand).rejects(new Error('no connection'))],
])('a new account %s is answered with its own id and no token', async (_title, signInAnswers) => {
  signInAnswers();
  cognito.on(SignUpCommand).resolves({ UserSub: 'sub-1', UserConfirmed: true });
  expect(await post('/auth/signup', CREDENTIALS)).toMatchObject({ status: 201, body: { user_id: 'sub-1', confirmed: true } });
  expect(cognito.commandCalls(ResendConfirmationCodeCommand)).toHaveLength(0);
});

describe('a rejected sign-up', () => {
  test.each([
    ['Password did not conform with policy: Password not long enough', 'should be longer'],
    ['Password did not conform with policy: Password must have uppercase characters', 'should have an upper-case letter'],
    ['Password did not conform with policy: Password must have lowercase characters', 'should have a lower-case letter'],
    ['Password did not conform with policy: Password must have numeric characters', 'should have a digit'],
    ['Password did not conform with policy: Password must have symbol characters', 'should have a symbol, such as ! or -'],
    ['Something that Cognito never said before', 'does not meet the password rules: make it longer, and mix letters, digits and symbols'],
  ])('says which rule the password broke: %s', async (message, rule) => {
    cognito.on(SignUpCommand).rejects(cognitoError('InvalidPasswordException', message));
    const { status, body } = await post('/auth/signup', CREDENTIALS);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request', errors: [{ field: 'password', message: rule }] });
    expect(JSON.stringify(body)).not.toContain('conform');
  });

  test.each([
    ['InvalidParameterException', 'Invalid email address format.', 400, 'invalid-request'],
    ['InvalidParameterException', "1 validation error detected: Value at 'password' failed to satisfy constraint", 400, 'invalid-request'],
    ['UserLambdaValidationException', 'PreSignUp failed with error: only staff.', 400, 'invalid-request'],
    ['NotAuthorizedException', 'SignUp is not permitted for this user pool', 403, 'forbidden'],
    ['LimitExceededException', 'Exceeded daily email limit', 429, 'too-many-requests'],
    ['CodeDeliveryFailureException', 'SES', 503, 'service-unavailable'],
    ['InternalErrorException', 'oops', 500, 'internal-error'],
  ])('answers %s (%s) with %i %s', async (name, message, status, code) => {
    cognito.on(SignUpCommand).rejects(cognitoError(name, message));
    const answer = await post('/auth/signup', CREDENTIALS);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(JSON.stringify(answer.body)).not.toContain(message);
  });
});
