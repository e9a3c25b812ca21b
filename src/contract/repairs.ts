/**
 * What can be repaired: images that failed; ready images whose renditions were made with other settings than the deployed
 * ones; and messages and events in the dead-letter queues.
 */
export const REPAIRS = ['failed', 'outdated', 'dead-letters'] as const;
export type Repair = (typeof REPAIRS)[number];

/** Input of the state machine. */
export interface RepairInput {
  readonly repair: Repair;
  /** Counts only, and changes nothing. `true` where left out: nobody starts a repair by a slip. */
  readonly dry_run?: boolean;
  /** Images at most that are sent to be processed. No limit where left out. */
  readonly max_images?: number;
  /** Images of this user alone, by the Cognito `sub`. Dead letters are everybody's. */
  readonly user_id?: string;
}

/**
 * Why something that matches is not sent: its original is gone; it was sent a while ago and may still be under way; it
 * changed while it was looked at; or it is not what this system writes, and left for a person to look at.
 */
export const SKIP_REASONS = ['original_gone', 'under_way', 'changed', 'unreadable'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface RepairCounts {
  /** Rows of the table, or dead letters. */
  readonly looked_at: number;
  /** Those of them that want this repair. */
  readonly matching: number;
  /** Of the originals that are sent, or would be. 0 in a dry run over dead letters, which are not read. */
  readonly bytes: number;
  /** To the queue; 0 in a dry run, where `matching` without all `skipped` would be. */
  readonly sent: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

/** Output of the state machine. */
export interface RepairReport extends RepairCounts {
  readonly repair: Repair;
  readonly dry_run: boolean;
  /** Whether everything was looked at; otherwise `max_images` or a failure ended it, and another run goes on. */
  readonly complete: boolean;
  /** Parts that broke off; the log of the function says why. */
  readonly failed_parts: number;
}

/**
 * Where one part stands: a segment of the table, or the dead-letter queues. It is handed from call to call of the function,
 * and each returns it as it is afterwards.
 */
export interface RepairPart {
  readonly repair: Repair;
  readonly dry_run: boolean;
  readonly max_images?: number;
  readonly user_id?: string;
  /** This one, and how many there are. */
  readonly segment: number;
  readonly segments: number;
  readonly calls: number;
  readonly counts: RepairCounts;
  /** Where the next call goes on; absent before the first. */
  readonly cursor?: Readonly<Record<string, string | number>>;
  readonly done: boolean;
  /** Whether it came to its end, once it is done. */
  readonly complete: boolean;
  /** Seconds until the next call. */
  readonly wait_seconds: number;
}

/** Payload of the function. Parts that broke off have an `error` beside what they were. */
export type RepairRequest =
  | { readonly task: 'plan'; readonly input: RepairInput }
  | { readonly task: 'work'; readonly part: RepairPart }
  | { readonly task: 'report'; readonly parts: readonly RepairPart[] };

/** An execution of a part has room for 25,000 events, and a call takes up to 11 of them. */
export const MAX_CALLS = 2_000;
