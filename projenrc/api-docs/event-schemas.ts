import * as z from 'zod/mini';
import { wireRendition } from '../../lambda/api/schemas/answers';
import { DetailType, EVENT_SOURCE, EVENT_VERSION } from '../../src/contract/events';
import { PROCESSING_FAILED, REJECTION_REASONS } from '../../src/contract/statuses';

/**
 * Events that the workflow sends, as a rule of EventBridge hands them to its targets. The workflow writes them itself, so
 * nothing reads these schemas at run time: docs/events/ is made of them, and the tests hold what the workflow sends to them.
 */
const detail = {
  version: z.literal(EVENT_VERSION),
  user_id: z.string(),
  image_id: z.uuid(),
  bucket: z.string(),
};

const rendition = z.extend(wireRendition, {
  key: z.string(),
  recipe: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
});

const ready = z.object({
  ...detail, status: z.literal('ready'), updated_at: z.iso.datetime(), reprocessed: z.boolean(), pipeline: z.string(), renditions: z.array(rendition),
});
const rejected = z.object({ ...detail, status: z.literal('rejected'), reason: z.enum(REJECTION_REASONS), reason_detail: z.optional(z.string()) });
const failed = z.object({ ...detail, status: z.literal('failed'), reason: z.literal(PROCESSING_FAILED) });
const deleted = z.object({ ...detail, status: z.literal('deleted') });

function event<D extends z.ZodMiniObject>(detailType: (typeof DetailType)[keyof typeof DetailType], schema: D) {
  return z.object({ 'source': z.literal(EVENT_SOURCE), 'detail-type': z.literal(detailType), 'detail': schema });
}

/** By the name of the file in docs/events/. */
export const EVENTS = {
  'image-ready': event(DetailType.READY, ready),
  'image-rejected': event(DetailType.REJECTED, rejected),
  'image-failed': event(DetailType.FAILED, failed),
  'image-deleted': event(DetailType.DELETED, deleted),
} as const;
export type EventName = keyof typeof EVENTS;

/** What each field of `detail` says, for the schemas' readers. */
export const EVENT_FIELDS: Readonly<Record<string, string>> = {
  version: 'of the event: grows when a field is removed or changes its meaning; fields may be added any time',
  user_id: 'owner: the Cognito sub',
  image_id: 'with status, version and, where there is one, updated_at it is the key by which a consumer knows an event that comes twice',
  bucket: 'output bucket of the system that sent it: tells the systems of one account apart',
  status: 'how the image ended',
  updated_at: 'when the renditions were stored, as the record has it: another one with each time that an image is processed again',
  reprocessed: 'whether the image was ready before, with other renditions; those go on to exist for seven days',
  pipeline: 'names and versions of what made the pictures',
  renditions: 'every one of the image',
  reason: 'why',
  reason_detail: 'where moderation refused the image: the reason of the function, or the label of Amazon Rekognition',
  size: 'name of the size',
  format: 'of the file',
  width: 'pixels, as displayed',
  height: 'pixels, as displayed',
  bytes: 'of the file',
  key: 'in the bucket',
  recipe: 'hash of the settings that it was made with',
};
