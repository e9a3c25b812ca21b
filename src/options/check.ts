import { Token } from 'aws-cdk-lib';

/**
 * Rejects a prop. The message contains the prop, what is allowed, the value, and, if not obvious, the fix.
 */
export function fail(subject: string, expected: string, got: string, fix?: string): never {
  throw new Error(`${subject} must be ${expected}, got ${got}${fix ? `; ${fix}` : ''}`);
}

/**
 * Image settings become part of object keys and of the functions' code, so they must be known before deployment.
 */
export function requireKnown(subject: string, value: unknown, fix = 'write the value itself'): void {
  if (Token.isUnresolved(value)) failUnknown(subject, fix);
}

export function failUnknown(subject: string, fix: string): never {
  fail(subject, 'known at synth', 'a token (a value that exists only after deployment)', fix);
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

export function requireWhole(subject: string, value: number, { min, max }: Range): void {
  requireKnown(subject, value, 'write the number itself');
  if (!Number.isInteger(value)) fail(subject, `a whole number between ${min} and ${max}`, String(value));
  if (value < min || value > max) fail(subject, `between ${min} and ${max}`, String(value));
}

export function requireNumber(subject: string, value: number, { min, max }: Range): void {
  requireKnown(subject, value, 'write the number itself');
  if (!(value >= min && value <= max)) fail(subject, `between ${min} and ${max}`, String(value));
}

export function requireMatch(subject: string, value: string, pattern: RegExp, expected: string): void {
  requireKnown(subject, value, 'write the text itself');
  if (!pattern.test(value)) fail(subject, expected, `'${value}'`);
}

/** The first value that occurs twice, or `undefined`. */
export function firstDuplicate(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
