import * as z from 'zod/mini';
import { REPAIRS, SKIP_REASONS } from '../../../src/contract/repairs';

const count = z.int().check(z.minimum(0));
const input = z.strictObject({
  repair: z.enum(REPAIRS),
  dry_run: z.optional(z.boolean()),
  max_images: z.optional(z.int().check(z.minimum(1))),
  user_id: z.optional(z.string().check(z.regex(/^[\w-]{1,128}$/))),
}).check(z.refine(({ repair, user_id }) => repair !== 'dead-letters' || user_id === undefined, { path: ['user_id'] }));
/** Progress of a segment of the table, or of the dead-letter queues. Each call of the function gets it and returns the next state. */
const part = z.object({
  repair: z.enum(REPAIRS),
  dry_run: z.boolean(),
  max_images: z.optional(z.int()),
  user_id: z.optional(z.string()),
  /** Index of the segment. */
  segment: count,
  segments: count,
  calls: count,
  counts: z.object({ looked_at: count, matching: count, bytes: count, sent: count, skipped: z.record(z.enum(SKIP_REASONS), count) }),
  /** Where the next call continues; absent before the first. */
  cursor: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  done: z.boolean(),
  /** Once `done`, whether it finished without an error. */
  complete: z.boolean(),
  /** Until the next call. */
  wait_seconds: count,
  /** Present if the part failed. */
  error: z.optional(z.unknown()),
});
export type RepairPart = Readonly<z.infer<typeof part>>;

const request = z.discriminatedUnion('task', [
  z.object({ task: z.literal('plan'), input }),
  z.object({ task: z.literal('work'), part }),
  z.object({ task: z.literal('report'), parts: z.array(part) }),
]);

/** @throws Error for an input that names no repair, or that the state machine does not send */
export function readRequest(event: unknown): z.infer<typeof request> {
  const { success, data, error } = request.safeParse(event);
  if (success) return data;
  const fields = error.issues.map(({ path }) => path.join('.') || 'event').join(', ');
  throw new Error(`expected {"repair": ${REPAIRS.map((name) => `"${name}"`).join(' | ')}, "dry_run": true | false (default true), `
    + `"max_images": a whole number above 0 (default none), "user_id": the sub of one account (default all; not with dead-letters)}; these fields are not so: ${fields}`);
}
