import type * as z from 'zod/mini';
import { PROBLEMS, ProblemCode } from '../../../src/contract/problems';

/** A schema with a description of every field; a missing description does not compile. */
export interface Described {
  /** Schema name in the OpenAPI document, in PascalCase. */
  readonly id: string;
  readonly schema: z.ZodMiniObject;
  readonly fields: Readonly<Record<string, string>>;
}

export function described<T extends z.ZodMiniObject>(id: string, schema: T, fields: Record<keyof z.output<T> & string, string>): Described {
  return { id, schema, fields };
}

/** When a call answers with each problem. */
type ProblemConditions = Partial<Record<ProblemCode, string>>;

export interface SuccessAnswer {
  readonly status: number;
  readonly description: string;
  /** None for an empty body; several if the request decides which one. */
  readonly bodies?: readonly Described[];
  /** Descriptions of the headers, which are always sent. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests and answers of a call. Its function and its callers are in src/contract/calls.ts. */
export interface CallDescription {
  readonly operationId: string;
  /** Completes the sentence "this call …". */
  readonly summary: string;
  readonly body?: Described;
  readonly query?: Described;
  /** Descriptions of the path parameters. */
  readonly path?: Readonly<Record<string, string>>;
  readonly answers: readonly SuccessAnswer[];
  /** Problems specific to this call; `problemsOf` adds the common ones. */
  readonly problems: ProblemConditions;
}

/** Keyed by method and path: `POST /upload`. */
export type CallDescriptions = Readonly<Record<string, CallDescription>>;

/** Problems that several calls share. */
export const COMMON_PROBLEMS = {
  anyCall: {
    'invalid-request': 'a field or parameter is missing, wrong, unknown or given twice',
    'forbidden': 'a firewall blocked the request',
    'too-many-requests': 'too many requests in a short time',
    'internal-error': 'an unexpected error in the system',
    'service-unavailable': 'the call took too long',
  } satisfies ProblemConditions,
  withBody: {
    'request-too-large': 'the body is over 16 KiB',
    'unsupported-media-type': 'the `Content-Type` is not JSON',
  } satisfies ProblemConditions,
  signedIn: { unauthorized: 'the id token is missing or invalid' } satisfies ProblemConditions,
};

export interface DocumentedProblem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly when: string;
}

/** All problems that a call can answer with, sorted by status. */
export function problemsOf({ body, problems }: CallDescription, authorized: boolean): readonly DocumentedProblem[] {
  const { anyCall, withBody, signedIn } = COMMON_PROBLEMS;
  return byStatus({ ...anyCall, ...(body && withBody), ...(authorized && signedIn), ...problems });
}

export function byStatus(conditions: ProblemConditions): readonly DocumentedProblem[] {
  return Object.entries(conditions)
    .map(([code, when]) => ({ code: code as ProblemCode, status: PROBLEMS[code as ProblemCode].status, when }))
    .sort((a, b) => a.status - b.status);
}
