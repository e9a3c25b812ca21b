import { CallDescriptions, described } from './call';
import { notice, refreshedTokens, signedUp, tokens } from '../../../lambda/api/schemas/answers';
import { address, credentials, passwordReset, refresh, verification } from '../../../lambda/api/schemas/auth';

const EMAIL = 'e-mail address, at most 254 characters; trimmed, lower-cased, in Unicode normal form C';
const PASSWORD = '1 to 256 characters, no control characters; the rules of the user pool hold';
const CODE = 'from the mail';
const REFRESH_TOKEN = '`refresh_token` of a sign-in';

const newTokens = {
  token_type: 'always `Bearer`',
  id_token: 'for the header `Authorization` of the image calls',
  access_token: "for Cognito's own API; the image calls refuse it",
  expires_in: 'seconds that the tokens stay valid',
};

const Credentials = described('Credentials', credentials, { email: EMAIL, password: PASSWORD });
const Address = described('Address', address, { email: EMAIL });
const RefreshToken = described('RefreshToken', refresh, { refresh_token: REFRESH_TOKEN });
const Notice = described('Notice', notice, { detail: 'for the person who asked; the same for every address' });

/** Of both calls that take a code. */
const CODE_PROBLEMS = {
  'invalid-request': 'a field is wrong; a code that is wrong, used or expired, or for an unknown address, is an error of `code`',
};

export const ACCOUNT_CALLS: CallDescriptions = {
  'POST /auth/signup': {
    operationId: 'signUp',
    summary: 'makes an account',
    body: Credentials,
    answers: [{
      status: 201,
      means: 'the account is made, and a code is on its way',
      bodies: [described('SignedUp', signedUp, {
        user_id: 'the `sub` of the tokens',
        confirmed: 'whether the account works without a code',
        delivery: 'where the code went, masked; absent where none is needed',
      })],
    }],
    problems: {
      'invalid-request': 'a field is wrong; of a broken password rule the error of `password` tells which',
      'forbidden': 'the pool takes no sign-ups',
      'user-exists': 'the account exists and this is its password',
      'service-unavailable': 'the mail with the code could not be sent',
    },
  },
  'POST /auth/verify': {
    operationId: 'verify',
    summary: "confirms an account's address",
    body: described('Verification', verification, { email: EMAIL, code: CODE }),
    answers: [{ status: 204, means: 'the address is confirmed' }],
    problems: CODE_PROBLEMS,
  },
  'POST /auth/resend-code': {
    operationId: 'resendCode',
    summary: 'sends the verification code again',
    body: Address,
    answers: [{ status: 202, means: 'for every address', bodies: [Notice] }],
    problems: {},
  },
  'POST /auth/signin': {
    operationId: 'signIn',
    summary: 'gives tokens',
    body: Credentials,
    answers: [{
      status: 200, means: 'signed in', bodies: [described('Tokens', tokens, { ...newTokens, refresh_token: 'for `/auth/refresh` and `/auth/signout`' })],
    }],
    problems: {
      unauthorized: 'a wrong password, an unknown address or one that was not verified: one answer for all',
      forbidden: 'the password is right, but the account needs a further step that this API does not offer',
    },
  },
  'POST /auth/refresh': {
    operationId: 'refresh',
    summary: 'gives new tokens',
    body: RefreshToken,
    answers: [{ status: 200, means: 'new tokens; the refresh token stays', bodies: [described('RefreshedTokens', refreshedTokens, newTokens)] }],
    problems: { unauthorized: 'the refresh token is wrong, has expired or was signed out' },
  },
  'POST /auth/forgot-password': {
    operationId: 'forgotPassword',
    summary: 'sends a reset code',
    body: Address,
    answers: [{ status: 202, means: 'for every address', bodies: [Notice] }],
    problems: {},
  },
  'POST /auth/confirm-forgot-password': {
    operationId: 'confirmForgotPassword',
    summary: 'sets a new password',
    body: described('PasswordReset', passwordReset, { email: EMAIL, code: CODE, password: `the new one: ${PASSWORD}` }),
    answers: [{ status: 204, means: 'the new password holds' }],
    problems: CODE_PROBLEMS,
  },
  'POST /auth/signout': {
    operationId: 'signOut',
    summary: 'ends a session',
    body: RefreshToken,
    answers: [{ status: 204, means: 'the token gives no new tokens from now on; so for an unknown one' }],
    problems: { 'invalid-request': 'a field is wrong, or the token is of another kind' },
  },
};
