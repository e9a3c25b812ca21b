import { describePasswordRule } from './password-rule';
import { invalidRequest, Problem, tooManyRequests } from '../http/problem';

/**
 * Maps the names of Cognito's errors to problems. Errors that would reveal whether an account exists, or its state, share
 * one problem. An error's text is only searched for the broken password rule, and never passed on.
 */
export type ErrorMap = Readonly<Record<string, (error: Error) => Error>>;

/** Cognito throttles by user pool and by address. */
const RETRY_AFTER_SECONDS = 10;

const signInRejected = (): Problem => new Problem('unauthorized',
  'The address or the password is wrong, or the address is not verified yet. '
  + 'To verify an address, request a new code at /auth/resend-code.');

const codeRejected = (): Problem => invalidRequest([{
  field: 'code',
  message: 'is wrong, already used, or expired; request a new one at /auth/resend-code (to verify an address) or at /auth/forgot-password',
}]);

const passwordRejected = (error: Error): Problem => invalidRequest([{ field: 'password', message: describePasswordRule(error.message) }]);

const parameterRejected = (error: Error): Problem => /password/i.test(error.message)
  ? passwordRejected(error)
  : invalidRequest([{ field: 'email', message: 'should be an e-mail address that can receive mail' }]);

const rejectedByTrigger = (): Problem => invalidRequest([{ field: 'email', message: 'is rejected by the rules of this service' }]);

const sessionEnded = (): Problem => new Problem('unauthorized', 'The refresh token is wrong, expired, or signed out: sign in again.');

const notRefreshToken = (): Problem => invalidRequest([{ field: 'refresh_token', message: 'should be a refresh token, got another kind' }]);

const codeNotSent = (): Problem => new Problem('service-unavailable',
  'The e-mail with the code could not be sent. Request a new code later at /auth/resend-code.', { headers: { 'Retry-After': '60' } });

const throttled = (): Problem => tooManyRequests(RETRY_AFTER_SECONDS);

const signUpClosed = (): Problem => new Problem('forbidden', 'Sign-up is closed: only the operators of this service create accounts.');

// An app client with a secret, or without the auth flow, is a deployment error; blaming the caller would hide it.
const unlessMisconfigured = (problem: () => Problem) => (error: Error): Error => /secret|\bflow\b/i.test(error.message) ? error : problem();

const COMMON: ErrorMap = { TooManyRequestsException: throttled, ThrottlingException: throttled };

export const SIGN_UP_ERRORS: ErrorMap = {
  InvalidPasswordException: passwordRejected,
  InvalidParameterException: parameterRejected,
  UserLambdaValidationException: rejectedByTrigger,
  CodeDeliveryFailureException: codeNotSent,
  LimitExceededException: throttled,
  NotAuthorizedException: unlessMisconfigured(signUpClosed),
};

export const SIGN_IN_ERRORS: ErrorMap = {
  NotAuthorizedException: unlessMisconfigured(signInRejected),
  UserNotFoundException: signInRejected,
  UserNotConfirmedException: signInRejected,
  PasswordResetRequiredException: signInRejected,
  InvalidParameterException: unlessMisconfigured(signInRejected),
  UserLambdaValidationException: signInRejected,
};

/** For codes that verify an address or reset a password. Per-user limits look like a wrong code: they reveal that the user exists. */
export const CODE_ERRORS: ErrorMap = {
  CodeMismatchException: codeRejected,
  ExpiredCodeException: codeRejected,
  UserNotFoundException: codeRejected,
  UserNotConfirmedException: codeRejected,
  NotAuthorizedException: codeRejected,
  AliasExistsException: codeRejected,
  TooManyFailedAttemptsException: codeRejected,
  LimitExceededException: codeRejected,
  UserLambdaValidationException: codeRejected,
  InvalidPasswordException: passwordRejected,
  PasswordHistoryPolicyViolationException: () => invalidRequest([{ field: 'password', message: 'should not be a previous password' }]),
  InvalidParameterException: (error) => /password/i.test(error.message) ? passwordRejected(error) : codeRejected(),
};

export const REFRESH_ERRORS: ErrorMap = {
  NotAuthorizedException: unlessMisconfigured(sessionEnded),
  UserNotFoundException: sessionEnded,
  UserNotConfirmedException: sessionEnded,
  PasswordResetRequiredException: sessionEnded,
  InvalidParameterException: unlessMisconfigured(sessionEnded),
};

export const SIGN_OUT_ERRORS: ErrorMap = { UnsupportedTokenTypeException: notRefreshToken };

export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Returns the error itself if the map has no problem for it. */
export function toProblem(error: unknown, errors: ErrorMap): unknown {
  if (!(error instanceof Error)) return error;
  const convert: ErrorMap[string] | undefined = errors[error.name] ?? COMMON[error.name];
  return convert ? convert(error) : error;
}

/**
 * Whether an e-mail could not be sent, because the sender is broken or over its limit (Cognito's own sends 50 a day). The
 * latter has the same name as the limit on one user's attempts, and differs only in its text.
 */
export function isUndeliverable(error: unknown): boolean {
  const name = errorName(error);
  return ['CodeDeliveryFailureException', 'InvalidEmailRoleAccessPolicyException'].includes(name)
    || (name === 'LimitExceededException' && /e-?mail limit/i.test((error as Error).message));
}

export function isExistingUser(error: unknown): boolean {
  return ['UsernameExistsException', 'AliasExistsException'].includes(errorName(error));
}

// Errors of the pool, the app client or the network for any address: hiding them would only hide an outage.
const ADDRESS_INDEPENDENT = new Set(['TooManyRequestsException', 'ThrottlingException', 'InternalErrorException', 'ResourceNotFoundException']);

const EXPECTED = new Set([
  'UserNotFoundException', 'InvalidParameterException', 'NotAuthorizedException', 'UserNotConfirmedException', 'LimitExceededException',
]);

/** Whether an error needs no attention: the address is unknown, already verified, or asks too often. */
export function isExpected(error: unknown): boolean {
  return EXPECTED.has(errorName(error));
}

/** Whether only some addresses get this error: most of Cognito's error names reveal whether an account exists. */
export function dependsOnAddress(error: unknown): boolean {
  const fromService = error instanceof Error && '$fault' in error;
  return fromService && !ADDRESS_INDEPENDENT.has(error.name);
}
