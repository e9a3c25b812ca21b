import type { UnfinishedImage } from '../../data/unfinished-images';

export interface SweepSchedule {
  /** Minimum age of an image that is checked. */
  readonly afterMs: number;
  /** Interval of the sweeps. */
  readonly everyMs: number;
}

/** Rows of unused grants expire a day after the grant. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether to check an image now. Images in processing always are: each check acts on them, so there are few. Most pending
 * images are unused grants, and each check of one costs a call of S3, so they are checked after 0, 1, 2, 4, 8 … sweeps: ten times
 * a day instead of 288, and in every sweep once the row may be removed.
 */
export function isDue({ status, updatedAt }: Pick<UnfinishedImage, 'status' | 'updatedAt'>, now: Date, { afterMs, everyMs }: SweepSchedule): boolean {
  if (status === 'processing') return true;
  const age = now.getTime() - Date.parse(updatedAt);
  const sweeps = Math.floor((age - afterMs) / everyMs);
  return age >= DAY_MS || Number.isInteger(Math.log2(Math.max(1, sweeps)));
}
