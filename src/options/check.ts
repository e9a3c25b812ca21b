import { Token } from 'aws-cdk-lib';

/**
 * Checks of props. Every message names the prop in the user's words, what was expected, what came, and, where it is
 * not plain from that, what to do.
 */
export function fail(subject: string, expected: string, got: string, fix?: string): never {
  throw new Error(`${subject} should be ${expected}, got ${got}${fix ? `; ${fix}` : ''}`);
}

/**
 * The settings of images become part of object keys and of the functions' code, so a value that exists only after
 * deployment cannot be one of them.
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

/** The first value that comes twice, or `undefined`. */
export function firstDuplicate(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
