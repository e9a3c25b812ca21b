import type { RepairPart } from './read-request';
import { MAX_CALLS, RepairCounts, RepairInput, RepairReport, SKIP_REASONS, SkipReason } from '../../../src/contract/repairs';

/** A segment of this size takes a few hundred calls if all of its rows match. */
const ROWS_A_SEGMENT = 10_000;
/** The state machine passes all parts on together, within its limit of 256 KB. */
const MAX_SEGMENTS = 256;
const MIN_SEGMENTS = 2;

export const NOTHING: RepairCounts = { looked_at: 0, matching: 0, bytes: 0, sent: 0, skipped: ofEach(() => 0) };

/**
 * The parts of a repair. Their number follows the size of the table, which DynamoDB counts every six hours; newer rows are in a
 * segment all the same. With a limit there is only one part, which keeps to it exactly. The images of one user are one partition.
 */
export function planParts({ repair, dry_run = true, max_images, user_id }: RepairInput, rows: number): RepairPart[] {
  const isWhole = repair === 'dead-letters' || max_images !== undefined || user_id !== undefined;
  const segments = isWhole ? 1 : Math.min(MAX_SEGMENTS, Math.max(MIN_SEGMENTS, Math.ceil(rows / ROWS_A_SEGMENT)));
  const first = {
    repair,
    dry_run,
    ...(max_images && { max_images }),
    ...(user_id && { user_id }),
    calls: 0,
    counts: NOTHING,
    done: false,
    complete: false,
    wait_seconds: 0,
  };
  return Array.from({ length: segments }, (_, segment) => ({ ...first, segment, segments }));
}

/** The sum of all parts. */
export function report(parts: readonly RepairPart[]): RepairReport {
  return {
    repair: parts[0].repair,
    dry_run: parts[0].dry_run,
    ...parts.map(({ counts }) => counts).reduce(add, NOTHING),
    complete: parts.every(({ complete }) => complete),
    failed_parts: parts.filter(({ error }) => error !== undefined).length,
  };
}

export function add(a: RepairCounts, b: RepairCounts): RepairCounts {
  return {
    looked_at: a.looked_at + b.looked_at,
    matching: a.matching + b.matching,
    bytes: a.bytes + b.bytes,
    sent: a.sent + b.sent,
    skipped: ofEach((reason) => a.skipped[reason] + b.skipped[reason]),
  };
}

function ofEach(count: (reason: SkipReason) => number): Record<SkipReason, number> {
  return Object.fromEntries(SKIP_REASONS.map((reason) => [reason, count(reason)])) as Record<SkipReason, number>;
}

/** Number of images that the part may still send. */
export function left({ max_images = Infinity, counts }: Pick<RepairPart, 'max_images' | 'counts'>): number {
  return max_images - (counts.matching - SKIP_REASONS.reduce((sum, reason) => sum + counts.skipped[reason], 0));
}

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
