import type { PasswordPolicy } from '../../../src/contract/accounts';

interface Rule {
  readonly isBroken?: (password: string, policy: PasswordPolicy) => boolean;
  /** How the text of Cognito's refusal names it. */
  readonly named: RegExp;
  readonly words: (policy: PasswordPolicy) => string;
}

// Those that Cognito counts as symbols.
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const RULES: readonly Rule[] = [
  {
    isBroken: (password, { minLength = 0 }) => password.length < minLength,
    named: /not long enough|greater than or equal|at least|too short/i,
    words: ({ minLength }) => minLength === undefined ? 'should be longer' : `should be at least ${minLength} characters long`,
  },
  {
    isBroken: (password, { requireUppercase }) => requireUppercase === true && !/[A-Z]/.test(password),
    named: /uppercase/i,
    words: () => 'should have an upper-case letter',
  },
  {
    isBroken: (password, { requireLowercase }) => requireLowercase === true && !/[a-z]/.test(password),
    named: /lowercase/i,
    words: () => 'should have a lower-case letter',
  },
  {
    isBroken: (password, { requireDigits }) => requireDigits === true && !/[0-9]/.test(password),
    named: /numeric|number|digit/i,
    words: () => 'should have a digit',
  },
  {
    isBroken: (password, { requireSymbols }) => requireSymbols === true && !SYMBOL.test(password),
    named: /symbol|special/i,
    words: () => 'should have a symbol, such as ! or -',
  },
  { named: /less than or equal|too long/i, words: () => 'should be shorter' },
  { named: /histor|previous/i, words: () => 'should not be one that was used before' },
  { isBroken: (password) => password !== password.trim(), named: /regular expression|whitespace|space/i, words: () => 'should not begin or end with a space' },
];

const sentence = (rules: readonly Rule[], policy: PasswordPolicy): string => rules.map(({ words }) => words(policy)).join(', ');

/**
 * The rules that a password breaks, or undefined. Asked before Cognito is, which may look for the account first: then
 * a weak password would be refused for a new address, and not for one that has an account.
 */
export function brokenRules(password: string, policy: PasswordPolicy): string | undefined {
  return sentence(RULES.filter(({ isBroken }) => isBroken?.(password, policy)), policy) || undefined;
}

/** The rules that a password broke, so far as Cognito's refusal names them. */
export function describePasswordRule(refusal: string): string {
  return sentence(RULES.filter(({ named }) => named.test(refusal)), {})
    || 'does not meet the rules for passwords: make it longer, and mix letters, digits and symbols';
}
