/**
 * Sort key of the record of a user's erasure. It stands beside the user's counts of grants, so that each grant finds it
 * with the query that it makes anyway: `e` comes after the digits that every minute begins with.
 */
export const ERASURE_SORT_KEY = 'erased';

/** What is removed of a user, each a count of the record. */
export const ERASED_KINDS = ['accounts', 'images', 'grant_counts', 'originals', 'renditions', 'working_files'] as const;
export type ErasedKind = (typeof ERASED_KINDS)[number];
export type ErasedCounts = Readonly<Record<ErasedKind, number>>;

/** Attributes of the record beside its counts and `expires_at`. */
export const ErasureAttribute = {
  STARTED_AT: 'started_at',
  /** Last sign of life: without one for a while, the erasure may be started again. */
  UPDATED_AT: 'updated_at',
  FINISHED_AT: 'finished_at',
} as const;

/** How far an erasure is; with `erased`, its receipt. Answer of the API, and output of the state machine. */
export interface Erasure {
  readonly user_id: string;
  readonly status: 'erasing' | 'erased';
  readonly started_at: string;
  /** Present with `erased`. */
  readonly finished_at?: string;
  readonly removed: ErasedCounts;
}

/** Input of the state machine. */
export interface ErasureInput {
  /** Cognito `sub`. */
  readonly user_id: string;
}

/** Payload of the function: refuses new grants, notes that the account was deleted, or removes the next bounded part. */
export interface EraseUserRequest extends ErasureInput {
  readonly task: (typeof ERASURE_TASKS)[number];
}
export const ERASURE_TASKS = ['refuse-grants', 'note-account', 'remove-part'] as const;
