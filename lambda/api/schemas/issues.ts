import type { $ZodRawIssue } from 'zod/v4/core';

/**
 * Describes to API callers why a schema rejects a value. zod/mini brings no texts of its own, and a locale would add 30 KB
 * to a bundle. The text never repeats the value, which may be a password.
 */
export function describeIssue(issue: $ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `should be ${article(issue.expected)}, got ${kindOf(issue.input)}`;
    case 'too_small':
      return `should be ${bound('at least', issue.minimum, issue.origin)}`;
    case 'too_big':
      return `should be ${bound('at most', issue.maximum, issue.origin)}`;
    case 'invalid_value':
      return `should be one of ${issue.values.map((value) => String(value)).join(', ')}`;
    case 'unrecognized_keys':
      return 'is not a field of this request';
    default:
      return 'is not valid';
  }
}

function bound(words: string, limit: number | bigint, origin: string): string {
  switch (origin) {
    case 'string': return `${words} ${limit} characters long`;
    case 'array': return `${words} ${limit} items long`;
    default: return `${words} ${limit}`;
  }
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return article(typeof value);
}
