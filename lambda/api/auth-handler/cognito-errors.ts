import { describePasswordRule } from './password-rule';
import { invalidRequest, Problem, tooManyRequests } from '../http/problem';

/**
 * What Cognito's errors become. Where an error's name tells whether an account exists, or in which state, the errors
 * share one answer; the text of an error is read for the rule that a password broke, and never passed on.
 */
export type Answers = Readonly<Record<string, (error: Error) => Error>>;

/** Cognito limits requests by pool and by address. */
const RETRY_AFTER_SECONDS = 10;

const signInRefused = (): Problem => new Problem('unauthorized',
  'The address or the password is wrong, or the address was not verified yet. '
  + 'For an address that was not verified, ask for a new code at /auth/resend-code.');

const codeRefused = (): Problem => invalidRequest([{
  field: 'code',
  message: 'is wrong, was used, or has expired; ask for a new one at /auth/resend-code (to verify an address) or at /auth/forgot-password',
}]);

const passwordRefused = (error: Error): Problem => invalidRequest([{ field: 'password', message: describePasswordRule(error.message) }]);

const parameterRefused = (error: Error): Problem => /password/i.test(error.message)
  ? passwordRefused(error)
  : invalidRequest([{ field: 'email', message: 'should be an e-mail address that can receive mail' }]);

const refusedByTrigger = (): Problem => invalidRequest([{ field: 'email', message: 'is refused by the rules of this service' }]);

const sessionOver = (): Problem => new Problem('unauthorized', 'The refresh token is wrong, has expired, or was signed out: sign in again.');

const noRefreshToken = (): Problem => invalidRequest([{ field: 'refresh_token', message: 'should be a refresh token, got another kind' }]);

const codeNotSent = (): Problem => new Problem('service-unavailable',
  'The mail with the code could not be sent. Ask for a new code at /auth/resend-code in a while.', { headers: { 'Retry-After': '60' } });

const waitFirst = (): Problem => tooManyRequests(RETRY_AFTER_SECONDS);

const signUpClosed = (): Problem => new Problem('forbidden', 'Sign-up is closed: accounts are made by the people who run this service.');

// An app client with a secret, or without the flow, is a fault of the deployment; named as the caller's it would never be found.
const unlessMisconfigured = (answer: () => Problem) => (error: Error): Error => /secret|\bflow\b/i.test(error.message) ? error : answer();

const COMMON: Answers = { TooManyRequestsException: waitFirst, ThrottlingException: waitFirst };

export const SIGN_UP_ERRORS: Answers = {
  InvalidPasswordException: passwordRefused,
  InvalidParameterException: parameterRefused,
  UserLambdaValidationException: refusedByTrigger,
  CodeDeliveryFailureException: codeNotSent,
  LimitExceededException: waitFirst,
  NotAuthorizedException: unlessMisconfigured(signUpClosed),
};

export const SIGN_IN_ERRORS: Answers = {
  NotAuthorizedException: unlessMisconfigured(signInRefused),
  UserNotFoundException: signInRefused,
  UserNotConfirmedException: signInRefused,
  PasswordResetRequiredException: signInRefused,
  InvalidParameterException: unlessMisconfigured(signInRefused),
  UserLambdaValidationException: signInRefused,
};

/** For a code that verifies an address or resets a password: limits by user count as a wrong code, as they need a user. */
export const CODE_ERRORS: Answers = {
  CodeMismatchException: codeRefused,
  ExpiredCodeException: codeRefused,
  UserNotFoundException: codeRefused,
  UserNotConfirmedException: codeRefused,
  NotAuthorizedException: codeRefused,
  AliasExistsException: codeRefused,
  TooManyFailedAttemptsException: codeRefused,
  LimitExceededException: codeRefused,
  UserLambdaValidationException: codeRefused,
  InvalidPasswordException: passwordRefused,
  PasswordHistoryPolicyViolationException: () => invalidRequest([{ field: 'password', message: 'should not be one that was used before' }]),
  InvalidParameterException: (error) => /password/i.test(error.message) ? passwordRefused(error) : codeRefused(),
};

export const REFRESH_ERRORS: Answers = {
  NotAuthorizedException: unlessMisconfigured(sessionOver),
  UserNotFoundException: sessionOver,
  UserNotConfirmedException: sessionOver,
  PasswordResetRequiredException: sessionOver,
  InvalidParameterException: unlessMisconfigured(sessionOver),
};

export const SIGN_OUT_ERRORS: Answers = { UnsupportedTokenTypeException: noRefreshToken };

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The problem that an error becomes, or the error itself where none is foreseen. */
export function answering(error: unknown, answers: Answers): unknown {
  if (!(error instanceof Error)) return error;
  const answer: Answers[string] | undefined = answers[error.name] ?? COMMON[error.name];
  return answer ? answer(error) : error;
}

/**
 * Whether a mail could not be sent: the sender is broken, or its limit is reached (Cognito's own sends 50 mails a day). The
 * latter has the name of the limit of one user's tries, and only its text is its own.
 */
export function isRefusedMail(error: unknown): boolean {
  const name = nameOf(error);
  return ['CodeDeliveryFailureException', 'InvalidEmailRoleAccessPolicyException'].includes(name)
    || (name === 'LimitExceededException' && /e-?mail limit/i.test((error as Error).message));
}

export function isExistingUser(error: unknown): boolean {
  return ['UsernameExistsException', 'AliasExistsException'].includes(nameOf(error));
}

// Of the pool, the app client or the network, whatever the address: silence would only hide an outage.
const ADDRESS_INDEPENDENT = new Set(['TooManyRequestsException', 'ThrottlingException', 'InternalErrorException', 'ResourceNotFoundException']);

const EVERYDAY = new Set([
  'UserNotFoundException', 'InvalidParameterException', 'NotAuthorizedException', 'UserNotConfirmedException', 'LimitExceededException',
]);

/** Whether an error needs nobody's attention: an unknown address, one that is verified already, one that asks too often. */
export function isEveryday(error: unknown): boolean {
  return EVERYDAY.has(nameOf(error));
}

/** Whether an error is one that only some addresses get: most names of Cognito's errors tell that an account exists. */
export function staysSilent(error: unknown): boolean {
  const fromService = error instanceof Error && '$fault' in error;
  return fromService && !ADDRESS_INDEPENDENT.has(error.name);
}
