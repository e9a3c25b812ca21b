import type { LogLine } from './log-lines';

/** What no log may contain. Passwords and addresses are those of the tests, codes those of the local AWS. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'a token': /eyJ[\w-]{8,}\.[\w-]{8,}/,
  'an Authorization header': /\bBearer\s+\S/i,
  'a presigned URL': /X-Amz-(?:Signature|Credential|Security-Token)/i,
  'a password': /Aa1!/,
  'a code': /\b(?:123456|654321)\b/,
  'an e-mail address': /@example\.com/i,
};

/** What the lines give away, by log group. Not the lines themselves: this is printed, and so logged. */
export function leaksIn(lines: readonly LogLine[]): string[] {
  const leaks = lines.flatMap(({ group, message }) => Object.entries(PATTERNS)
    .filter(([, pattern]) => pattern.test(message))
    .map(([kind]) => `${kind} in ${group}`));
  return [...new Set(leaks)];
}
