/** Rules that Cognito's text may name, in our words. */
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  [/uppercase/i, 'should have an upper-case letter'],
  [/lowercase/i, 'should have a lower-case letter'],
  [/numeric|number|digit/i, 'should have a digit'],
  [/symbol|special/i, 'should have a symbol, such as ! or -'],
  [/not long enough|greater than or equal|at least|too short/i, 'should be longer'],
  [/less than or equal|too long/i, 'should be shorter'],
  [/histor|previous/i, 'should not be one that was used before'],
  [/regular expression|whitespace|space/i, 'should not begin or end with a space'],
];

/** The rules that a refused password broke, so far as the refusal names them. */
export function describePasswordRule(refusal: string): string {
  const broken = RULES.filter(([pattern]) => pattern.test(refusal)).map(([, rule]) => rule);
  return broken.length > 0 ? broken.join(', ') : 'does not meet the rules for passwords: make it longer, and mix letters, digits and symbols';
}
