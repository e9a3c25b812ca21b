import { ProblemCode } from '../../../src/contract/problems';

export interface ProblemExtras {
  /** Members beside RFC 9457's own, snake_case. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a route to end in an error answer; `detail` is for the person who calls the API. */
export class Problem extends Error {
  public readonly name = 'Problem';

  constructor(public readonly code: ProblemCode, public readonly detail: string, public readonly extras: ProblemExtras = {}) {
    super(`${code}: ${detail}`);
  }
}

export interface FieldError {
  /** Path of the field, parts joined by dots; `body` for the whole. */
  readonly field: string;
  readonly message: string;
}

// A body of 16 KiB can hold thousands of unknown fields; nobody reads more than the first few.
const MAX_ERRORS = 20;
const MAX_FIELD_NAME = 64;

/** 400 with the reason of each field, the first 20 of them. */
export function invalidRequest(all: readonly FieldError[]): Problem {
  const errors = all.slice(0, MAX_ERRORS).map(({ field, message }) => ({ field: shorten(field), message }));
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new Problem('invalid-request', `${detail}.`, { members: { errors } });
}

/** Half of a surrogate pair, sent as such or left over by the cut, would be no text. */
function shorten(field: string): string {
  return field.slice(0, MAX_FIELD_NAME).replace(/\p{Cs}/gu, '\uFFFD');
}

export function tooManyRequests(retryAfterSeconds: number): Problem {
  return new Problem('too-many-requests', 'Too many requests came within a short time. Wait, then try again.', {
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
}

export function imageNotFound(): Problem {
  return new Problem('image-not-found', 'There is no image with this id, or it belongs to somebody else.');
}
