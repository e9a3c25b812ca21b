/**
 * Sort key of the record of a user's erasure. It is in the partition of the user's grant counters, so the query for a new
 * grant finds it too: `e` sorts after the digits of the minutes.
 */
export const ERASURE_SORT_KEY = 'erased';

/** What an erasure removes; the record has a counter for each. */
export const ERASED_KINDS = ['accounts', 'images', 'grant_counts', 'originals', 'renditions', 'working_files'] as const;
export type ErasedKind = (typeof ERASED_KINDS)[number];
export type ErasedCounts = Readonly<Record<ErasedKind, number>>;

/** Attributes of the record, in addition to counters and `expires_at`. */
export const ErasureAttribute = {
  STARTED_AT: 'started_at',
  /** Last progress: without any for a while, the erasure may be restarted. */
  UPDATED_AT: 'updated_at',
  FINISHED_AT: 'finished_at',
} as const;

/** Progress of an erasure, or its receipt once `erased`. Response of the API and output of the state machine. */
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

/** Payload of the function: refuse new grants, record the deleted account, or remove the next bounded part. */
export interface EraseUserRequest extends ErasureInput {
  readonly task: (typeof ERASURE_TASKS)[number];
}
export const ERASURE_TASKS = ['refuse-grants', 'note-account', 'remove-part'] as const;
