import { left } from './parts';
import { MAX_CALLS, RepairCounts, RepairPart } from '../../../src/contract/repairs';

/** Result of one call. */
export interface Step {
  readonly counts: RepairCounts;
  /** Absent once everything was checked. */
  readonly cursor?: RepairPart['cursor'];
}

export interface Work {
  /** Number of images that may be sent now. */
  room(): Promise<number>;
  /** Continues from the part's cursor, and sends at most that many images. */
  step(part: RepairPart, most: number): Promise<Step>;
}

/**
 * Pause after a call that sent images. Four parallel parts send 20 images a second, which keep about forty functions busy. The
 * length of the queue is no measure of that: it empties far faster than images are processed.
 */
const PACE_SECONDS = 5;
/** Pause before the next check of a full queue. */
const FULL_SECONDS = 30;

/** One bounded call of a part. */
export async function work(part: RepairPart, { room, step }: Work): Promise<RepairPart> {
  const calls = part.calls + 1;
  const most = Math.min(left(part), part.dry_run ? Infinity : await room());
  if (most <= 0) return { ...part, calls, done: calls >= MAX_CALLS, wait_seconds: FULL_SECONDS };
  const { counts, cursor } = await step(part, most);
  const isFull = left({ ...part, counts }) <= 0;
  const complete = cursor === undefined && !isFull;
  return {
    ...part,
    calls,
    counts,
    cursor,
    complete,
    done: complete || isFull || calls >= MAX_CALLS,
    wait_seconds: counts.sent > part.counts.sent ? PACE_SECONDS : 0,
  };
}
