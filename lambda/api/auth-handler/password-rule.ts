import type { PasswordPolicy } from '../../../src/contract/accounts';

interface Rule {
  readonly isBroken?: (password: string, policy: PasswordPolicy) => boolean;
  /** Matches Cognito's error text. */
  readonly pattern: RegExp;
  readonly describe: (policy: PasswordPolicy) => string;
}

// The characters that Cognito accepts as symbols.
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const RULES: readonly Rule[] = [
  {
    isBroken: (password, { minLength = 0 }) => password.length < minLength,
    pattern: /not long enough|greater than or equal|at least|too short/i,
    describe: ({ minLength }) => minLength === undefined ? 'should be longer' : `should be at least ${minLength} characters long`,
  },
  {
    isBroken: (password, { requireUppercase }) => requireUppercase === true && !/[A-Z]/.test(password),
    pattern: /uppercase/i,
    describe: () => 'should have an upper-case letter',
  },
  {
    isBroken: (password, { requireLowercase }) => requireLowercase === true && !/[a-z]/.test(password),
    pattern: /lowercase/i,
    describe: () => 'should have a lower-case letter',
  },
  {
    isBroken: (password, { requireDigits }) => requireDigits === true && !/[0-9]/.test(password),
    pattern: /numeric|number|digit/i,
    describe: () => 'should have a digit',
  },
  {
    isBroken: (password, { requireSymbols }) => requireSymbols === true && !SYMBOL.test(password),
    pattern: /symbol|special/i,
    describe: () => 'should have a symbol, such as ! or -',
  },
  { pattern: /less than or equal|too long/i, describe: () => 'should be shorter' },
  { pattern: /histor|previous/i, describe: () => 'should not be a previous password' },
  { isBroken: (password) => password !== password.trim(), pattern: /regular expression|whitespace|space/i, describe: () => 'should not begin or end with a space' },
];

const sentence = (rules: readonly Rule[], policy: PasswordPolicy): string => rules.map(({ describe }) => describe(policy)).join(', ');

/**
 * The rules that a password breaks, or undefined. Checked before Cognito is called: Cognito may look up the account first,
 * and would then reject a weak password only for a new address.
 */
export function brokenRules(password: string, policy: PasswordPolicy): string | undefined {
  return sentence(RULES.filter(({ isBroken }) => isBroken?.(password, policy)), policy) || undefined;
}

/** The broken rules that Cognito's error text names. */
export function describePasswordRule(cognitoMessage: string): string {
  return sentence(RULES.filter(({ pattern }) => pattern.test(cognitoMessage)), {})
    || 'does not meet the password rules: make it longer, and mix letters, digits and symbols';
}
