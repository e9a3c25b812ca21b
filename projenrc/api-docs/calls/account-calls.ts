import { CallDescriptions, described } from './call';
import { notice, refreshedTokens, signedUp, tokens } from '../../../lambda/api/schemas/answers';
import { credentials, emailOnly, passwordReset, refresh, verification } from '../../../lambda/api/schemas/auth';

const EMAIL = 'e-mail address, at most 254 characters, in any case';
const PASSWORD = '1 to 256 characters, no control characters; must meet the rules of the user pool';
const CODE = 'from the e-mail';
const REFRESH_TOKEN = '`refresh_token` from signing in';

const newTokens = {
  token_type: 'always `Bearer`',
  id_token: 'for the `Authorization` header of the image calls',
  access_token: "for Cognito's own API; the image calls reject it",
  expires_in: 'seconds that the tokens stay valid',
};

const Credentials = described('Credentials', credentials, { email: EMAIL, password: PASSWORD });
const Address = described('Address', emailOnly, { email: EMAIL });
const RefreshToken = described('RefreshToken', refresh, { refresh_token: REFRESH_TOKEN });
const Notice = described('Notice', notice, { detail: 'human-readable; the same for every address' });

/** Shared by the two calls that take a code. */
const CODE_PROBLEMS = {
  'invalid-request': 'a field is wrong; the `code` error covers a code that is wrong, used or expired, and an unknown address',
};

export const ACCOUNT_CALLS: CallDescriptions = {
  'POST /auth/signup': {
    operationId: 'signUp',
    summary: 'creates an account',
    body: Credentials,
    answers: [{
      status: 201,
      description: 'the account is created, and a code is on its way',
      bodies: [described('SignedUp', signedUp, {
        user_id: 'the `sub` of the tokens',
        confirmed: 'whether the account works without a code',
        delivery: 'where the code was sent, masked; absent if no code is needed',
      })],
    }],
    problems: {
      'invalid-request': 'a field is wrong; for a weak password, the `password` error names the rule',
      'forbidden': 'the user pool accepts no sign-ups',
      'user-exists': 'the account exists and the password is correct',
      'service-unavailable': 'the e-mail with the code could not be sent',
    },
  },
  'POST /auth/verify': {
    operationId: 'verify',
    summary: "verifies an account's address",
    body: described('Verification', verification, { email: EMAIL, code: CODE }),
    answers: [{ status: 204, description: 'the address is verified' }],
    problems: CODE_PROBLEMS,
  },
  'POST /auth/resend-code': {
    operationId: 'resendCode',
    summary: 'sends the verification code again',
    body: Address,
    answers: [{ status: 202, description: 'the same for every address', bodies: [Notice] }],
    problems: {},
  },
  'POST /auth/signin': {
    operationId: 'signIn',
    summary: 'returns tokens',
    body: Credentials,
    answers: [{
      status: 200, description: 'signed in', bodies: [described('Tokens', tokens, { ...newTokens, refresh_token: 'for `/auth/refresh` and `/auth/signout`' })],
    }],
    problems: {
      unauthorized: 'the password is wrong, or the address is unknown or not verified: the same answer for all',
      forbidden: 'the password is correct, but the account needs an additional step that this API does not support',
    },
  },
  'POST /auth/refresh': {
    operationId: 'refresh',
    summary: 'returns new tokens',
    body: RefreshToken,
    answers: [{ status: 200, description: 'new tokens; the refresh token stays valid', bodies: [described('RefreshedTokens', refreshedTokens, newTokens)] }],
    problems: { unauthorized: 'the refresh token is wrong, expired or signed out' },
  },
  'POST /auth/forgot-password': {
    operationId: 'forgotPassword',
    summary: 'sends a reset code',
    body: Address,
    answers: [{ status: 202, description: 'the same for every address', bodies: [Notice] }],
    problems: {},
  },
  'POST /auth/confirm-forgot-password': {
    operationId: 'confirmForgotPassword',
    summary: 'sets a new password',
    body: described('PasswordReset', passwordReset, { email: EMAIL, code: CODE, password: `the new one: ${PASSWORD}` }),
    answers: [{ status: 204, description: 'the new password is set' }],
    problems: CODE_PROBLEMS,
  },
  'POST /auth/signout': {
    operationId: 'signOut',
    summary: 'ends a session',
    body: RefreshToken,
    answers: [{ status: 204, description: 'the refresh token no longer works; also answered for an unknown token' }],
    problems: { 'invalid-request': 'a field is wrong, or the token is of another kind' },
  },
};
