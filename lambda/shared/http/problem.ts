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

/** 400 with the reason of each field. */
export function invalidRequest(errors: readonly FieldError[]): Problem {
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new Problem('invalid-request', `${detail}.`, { members: { errors } });
}

export function tooManyRequests(retryAfterSeconds: number): Problem {
  return new Problem('too-many-requests', 'Too many requests came within a short time. Wait, then try again.', {
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
}

export function imageNotFound(): Problem {
  return new Problem('image-not-found', 'There is no image with this id, or it belongs to somebody else.');
}
