import { ProblemCode } from '../../../src/contract/problems';

export interface ProblemExtras {
  /** Members in addition to those of RFC 9457, in snake_case. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a route to answer with an error. `detail` addresses the developer who calls the API. */
export class Problem extends Error {
  public readonly name = 'Problem';

  constructor(public readonly code: ProblemCode, public readonly detail: string, public readonly extras: ProblemExtras = {}) {
    super(`${code}: ${detail}`);
  }
}

export interface FieldError {
  /** Path of the field, joined by dots; `body` or `query` if the whole is wrong. */
  readonly field: string;
  readonly message: string;
}

// A body of 16 KiB can contain thousands of unknown fields; the first few are enough.
const MAX_ERRORS = 20;
const MAX_FIELD_NAME = 64;

/** Reports at most the first 20 fields. */
export function invalidRequest(all: readonly FieldError[]): Problem {
  const errors = all.slice(0, MAX_ERRORS).map(({ field, message }) => ({ field: shorten(field), message }));
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new Problem('invalid-request', `${detail}.`, { members: { errors } });
}

/** Replaces unpaired surrogates, whether sent or left by the cut: they are not valid text. */
function shorten(field: string): string {
  return field.slice(0, MAX_FIELD_NAME).replace(/\p{Cs}/gu, '\uFFFD');
}

export function tooManyRequests(retryAfterSeconds: number): Problem {
  return new Problem('too-many-requests', 'Too many requests in a short time. Wait, then try again.', {
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
}

export function imageNotFound(): Problem {
  return new Problem('image-not-found', 'There is no image with this id, or it belongs to another user.');
}
