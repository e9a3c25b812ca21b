/**
 * What can be repaired: failed images; ready images whose renditions have outdated settings; and messages and events in the
 * dead-letter queues.
 */
export const REPAIRS = ['failed', 'outdated', 'dead-letters'] as const;
export type Repair = (typeof REPAIRS)[number];

/** Input of the state machine. */
export interface RepairInput {
  readonly repair: Repair;
  /** Only count. `true` by default, so that a repair is not started by mistake. */
  readonly dry_run?: boolean;
  /** Maximum number of images to process. Unlimited by default. */
  readonly max_images?: number;
  /** Only the images of this user (Cognito `sub`). Not for dead letters. */
  readonly user_id?: string;
}

/**
 * Why a match is not sent: its original is gone; it was sent recently and may still be in progress; it changed meanwhile;
 * or it was not written by this system and needs manual inspection.
 */
export const SKIP_REASONS = ['original_gone', 'under_way', 'changed', 'unreadable'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface RepairCounts {
  /** Rows of the table, or dead letters. */
  readonly looked_at: number;
  /** Those that need this repair. */
  readonly matching: number;
  /** Size of the originals to send. 0 in a dry run over dead letters, which are not read. */
  readonly bytes: number;
  /** Queued; 0 in a dry run, where `matching` minus all `skipped` would be sent. */
  readonly sent: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

/** Output of the state machine. */
export interface RepairReport extends RepairCounts {
  readonly repair: Repair;
  readonly dry_run: boolean;
  /** Whether everything was checked; otherwise it ended at `max_images` or failed, and another run continues. */
  readonly complete: boolean;
  /** Failed parts; the log of the function has the errors. */
  readonly failed_parts: number;
}

/** What the function is called for. */
export type RepairTask = 'plan' | 'work' | 'report';

/** The history of a part is limited to 25,000 events, and a call takes up to 11. */
export const MAX_CALLS = 2_000;
