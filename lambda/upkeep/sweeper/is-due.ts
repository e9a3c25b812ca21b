import type { UnfinishedImage } from '../../data/unfinished-images';

export interface Rhythm {
  /** Age from which on an image is looked at. */
  readonly afterMs: number;
  /** From one sweep to the next. */
  readonly everyMs: number;
}

/** From here on the row of an unused grant is due to go: it was made to live for a day after the grant. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether to look at an image now. A look at one that processes acts on it, and so is one of few. Most of those that wait
 * for their bytes are grants that nobody used, each of which costs a call of S3: they are looked at after 0, 1, 2, 4, 8 …
 * sweeps, ten times in a day instead of 288, and always once their row may be removed.
 */
export function isDue({ status, updatedAt }: Pick<UnfinishedImage, 'status' | 'updatedAt'>, now: Date, { afterMs, everyMs }: Rhythm): boolean {
  if (status === 'processing') return true;
  const age = now.getTime() - Date.parse(updatedAt);
  const sweeps = Math.floor((age - afterMs) / everyMs);
  return age >= DAY_MS || Number.isInteger(Math.log2(Math.max(1, sweeps)));
}
