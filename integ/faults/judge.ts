import type { Injection } from './fault-proxy';
import { hasEnded, SentImage } from './sent-images';
import { settle } from './settle';
import type { Stage } from './stage';
import { inParallel } from '../demo/in-parallel';
import { keysUnder } from '../end-to-end/buckets';
import { schemaProblems } from '../end-to-end/event-schemas';
import type { ImageEvent } from '../end-to-end/events-received';
import type { Row } from '../end-to-end/rows';
import { poll } from '../local-aws/poll';

/** How an image was brought to its end. */
export type Rescue = 'untouched' | 'retry' | 'redelivery' | 'sweeper';

/** A line of the table. */
export interface Tally {
  readonly fault: string;
  readonly injections: number;
  readonly images: number;
  readonly ended: Readonly<Record<string, number>>;
  /** The bucket took them, and they are neither ready nor rejected nor failed. */
  readonly lost: number;
  /** Published twice, ended twice, or with other renditions than the row names. */
  readonly duplicated: number;
  /** Ended, but its event never came. */
  readonly withoutEvent: number;
  readonly rescues: Readonly<Partial<Record<Rescue, number>>>;
  /** What else is not as it should be. */
  readonly problems: readonly string[];
}

const END_EVENTS = ['Image Ready', 'Image Rejected', 'Image Failed'];

/**
 * Brings the system to rest after a fault, and looks what became of its images.
 *
 * @param injected counted once the system is at rest: a fault may go on until then
 * @param problems asked then, too
 */
export async function judge(
  stage: Stage, fault: string, injected: Pick<Injection, 'count'>, images: readonly SentImage[], problems: () => readonly string[] = () => [],
): Promise<Tally> {
  const rows = await settle(stage, images);
  const ended = images.filter(({ imageId }) => hasEnded(rows.get(imageId)));
  const events = await eventsOf(stage, ended);
  const eventCounts = new Map(Object.entries(count(events.map(({ detail }) => detail.image_id))));
  await stage.history.read();
  const doubled = await inParallel(ended, 8, async image => whyDoubled(stage, image, rows.get(image.imageId)!, eventCounts));
  return {
    fault,
    injections: injected.count,
    images: images.length,
    ended: count(ended.map(({ imageId }) => rows.get(imageId)!.status.S!)),
    lost: images.length - ended.length,
    duplicated: doubled.filter(why => why !== undefined).length,
    withoutEvent: ended.filter(({ imageId }) => !eventCounts.has(imageId)).length,
    rescues: count(images.map(({ imageId }) => rescueOf(stage, imageId))),
    problems: [...problems(), ...events.flatMap(schemaProblems), ...doubled.filter(why => why !== undefined)],
  };
}

function rescueOf({ proxy, swept }: Stage, imageId: string): Rescue {
  if (swept.has(imageId)) return 'sweeper';
  if ((proxy.claims.get(imageId)?.size ?? 0) > 1) return 'redelivery';
  return proxy.met.has(imageId) ? 'retry' : 'untouched';
}

/** The events of the images' ends. One comes a moment after the row. */
async function eventsOf({ consumer }: Stage, ended: readonly SentImage[]): Promise<readonly ImageEvent[]> {
  const ids = new Set(ended.map(({ imageId }) => imageId));
  const look = async () => (await consumer.receive()).filter(({ detail, 'detail-type': type }) => ids.has(detail.image_id) && END_EVENTS.includes(type));
  // One that never comes is counted, not waited for.
  await poll('the events', async () => new Set((await look()).map(({ detail }) => detail.image_id)).size === ids.size, { limitMs: 10_000 }).catch(() => undefined);
  return look();
}

async function whyDoubled(
  { history }: Stage, { owner, imageId }: SentImage, row: Row, eventCounts: ReadonlyMap<string, number>,
): Promise<string | undefined> {
  const events = eventCounts.get(imageId) ?? 0;
  if (events > 1) return `${imageId} has ${events} events of its end`;
  const ends = new Set([...history.of(imageId), row].filter(hasEnded).map(({ status, ended_by }) => `${status.S} by ${ended_by?.S}`));
  if (ends.size > 1) return `${imageId} ended as ${[...ends].join(', then ')}`;
  if (row.status.S === 'failed') return undefined;
  const named = (JSON.parse(row.renditions?.S ?? '[]') as { key: string }[]).map(({ key }) => key).sort();
  const stored = (await keysUnder('OutputBucketName', `images/${owner.id}/${imageId}/`)).sort();
  return named.join() === stored.join() ? undefined : `${imageId} has ${stored.length} renditions, and its row names ${named.length}`;
}

function count<T extends string>(values: readonly T[]): Record<T, number> {
  const counts = {} as Record<T, number>;
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
