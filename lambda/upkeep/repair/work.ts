import { left } from './parts';
import { MAX_CALLS, RepairCounts, RepairPart } from '../../../src/contract/repairs';

/** What one call did. */
export interface Step {
  readonly counts: RepairCounts;
  /** Absent once there is nothing more to look at. */
  readonly cursor?: RepairPart['cursor'];
}

export interface Work {
  /** How many images may be sent now. */
  room(): Promise<number>;
  /** Goes on from the part's cursor, and sends so many images at most. */
  step(part: RepairPart, most: number): Promise<Step>;
}

/**
 * Between two calls that send. Four parts at a time send 20 images a second together, which keep some forty of the account's
 * functions busy. The queue alone would not tell: it empties far faster than images are processed.
 */
const PACE_SECONDS = 5;
/** Before the next look at a queue that is full. */
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
