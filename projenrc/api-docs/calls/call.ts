import type * as z from 'zod/mini';
import { PROBLEMS, ProblemCode } from '../../../src/contract/problems';

/** A schema with words for each of its fields; one that lacks words does not compile. */
export interface Described {
  /** PascalCase, its name in the OpenAPI document. */
  readonly id: string;
  readonly schema: z.ZodMiniObject;
  readonly fields: Readonly<Record<string, string>>;
}

export function described<T extends z.ZodMiniObject>(id: string, schema: T, fields: Record<keyof z.output<T> & string, string>): Described {
  return { id, schema, fields };
}

/** Codes, and when each comes. */
type Whens = Partial<Record<ProblemCode, string>>;

export interface SuccessAnswer {
  readonly status: number;
  readonly means: string;
  /** None for an empty body; several where the request decides which. */
  readonly bodies?: readonly Described[];
  /** What each header tells; they are always there. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a call takes and answers. Which function answers it, and to whom, is in src/contract/calls.ts. */
export interface CallDescription {
  readonly operationId: string;
  /** Ends the sentence "this call …". */
  readonly summary: string;
  readonly body?: Described;
  readonly query?: Described;
  /** Parameters in the path, and what they are. */
  readonly path?: Readonly<Record<string, string>>;
  readonly answers: readonly SuccessAnswer[];
  /** Problems of its own, and when they come; `problemsOf` adds those that every call can end in. */
  readonly problems: Whens;
}

/** Keyed by method and path: `POST /upload`. */
export type CallDescriptions = Readonly<Record<string, CallDescription>>;

/** Problems that calls have in common. */
export const COMMON_PROBLEMS = {
  anyCall: {
    'invalid-request': 'a field or parameter is missing, wrong, unknown or given twice',
    'forbidden': 'a firewall refused the request',
    'too-many-requests': 'too many requests came within a short time',
    'internal-error': 'a fault of the system',
    'service-unavailable': 'the call took too long',
  } satisfies Whens,
  withBody: {
    'request-too-large': 'the body is over 16 KiB',
    'unsupported-media-type': 'the body is not JSON by its `Content-Type`',
  } satisfies Whens,
  signedIn: { unauthorized: 'no valid id token came' } satisfies Whens,
};

export interface DocumentedProblem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly when: string;
}

/** Every problem that a call can answer with, by status. */
export function problemsOf({ body, problems }: CallDescription, authorized: boolean): readonly DocumentedProblem[] {
  const { anyCall, withBody, signedIn } = COMMON_PROBLEMS;
  return byStatus({ ...anyCall, ...(body && withBody), ...(authorized && signedIn), ...problems });
}

export function byStatus(whens: Whens): readonly DocumentedProblem[] {
  return Object.entries(whens)
    .map(([code, when]) => ({ code: code as ProblemCode, status: PROBLEMS[code as ProblemCode].status, when }))
    .sort((a, b) => a.status - b.status);
}
