import * as z from 'zod/mini';
import { NO_REASON } from '../../../src/contract/moderation';
import { CONTENT_REFUSED, PROCESSING_FAILED, RejectionReason } from '../../../src/contract/statuses';
import { Rendition, ResizedImage, WorkflowRun } from '../../../src/contract/workflow';

export type Outcome =
  | { readonly status: 'ready'; readonly image: ResizedImage; readonly renditions: readonly Rendition[] }
  | { readonly status: 'rejected'; readonly reason: RejectionReason; readonly detail?: string }
  | { readonly status: 'failed'; readonly reason: typeof PROCESSING_FAILED };

const FAILED: Outcome = { status: 'failed', reason: PROCESSING_FAILED };

const moderationAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted') }),
  z.object({ outcome: z.literal('rejected'), reason: z.catch(z.string(), NO_REASON) }),
]);

/**
 * How an image ends, from what the steps of its workflow found. An original or a working file that is gone counts as a fault:
 * its image was deleted, and the write of the outcome finds no row.
 */
export function outcomeOf({ error, validation, resize, watermark = [], moderation }: WorkflowRun): Outcome {
  if (error !== undefined) return FAILED;
  for (const verdict of [validation, resize]) {
    if (verdict?.outcome === 'rejected') return { status: 'rejected', reason: verdict.reason };
    if (verdict?.outcome !== 'accepted') return FAILED;
  }
  if (watermark.some(({ outcome }) => outcome !== 'done')) return FAILED;
  if (moderation !== undefined) {
    const answer = moderationAnswer.safeParse(moderation);
    // An image is not published without a verdict.
    if (!answer.success) return FAILED;
    if (answer.data.outcome === 'rejected') return { status: 'rejected', reason: CONTENT_REFUSED, detail: answer.data.reason };
  }
  const image = resize as ResizedImage;
  return { status: 'ready', image, renditions: [...image.renditions, ...watermark.flatMap(({ renditions }) => renditions)] };
}
