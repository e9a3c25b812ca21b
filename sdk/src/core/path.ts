/**
 * Tag for request paths: each value becomes exactly one segment, whatever it holds.
 *
 * @throws TypeError for a value that cannot be one segment: empty, `.` or `..` would call another address.
 */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts.raw }, ...values.map(segment));
}

function segment(value: string): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new TypeError(`An id should be a non-empty text, got ${JSON.stringify(value)}.`);
  }
  return encodeURIComponent(value);
}
