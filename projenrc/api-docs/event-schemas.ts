import * as z from 'zod/mini';
import { wireRendition } from '../../lambda/api/schemas/answers';
import { DetailType, EVENT_SOURCE, EVENT_VERSION } from '../../src/contract/events';
import { PROCESSING_FAILED, REJECTION_REASONS } from '../../src/contract/statuses';

/**
 * The workflow's events as EventBridge delivers them. The workflow builds them itself, so these schemas are not used at run
 * time: docs/events/ is generated from them, and tests check the workflow's events against them.
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

/** By file name in docs/events/. */
export const EVENTS = {
  'image-ready': event(DetailType.READY, ready),
  'image-rejected': event(DetailType.REJECTED, rejected),
  'image-failed': event(DetailType.FAILED, failed),
  'image-deleted': event(DetailType.DELETED, deleted),
} as const;
export type EventName = keyof typeof EVENTS;

/** Descriptions of the fields of `detail`. */
export const EVENT_FIELDS: Readonly<Record<string, string>> = {
  version: 'event version: increases when a field is removed or changes its meaning; new fields do not increase it',
  user_id: 'Cognito sub of the owner',
  image_id: 'together with status, version and, if present, updated_at: the key for detecting duplicate events',
  bucket: 'output bucket of the sending system: distinguishes the systems in one account',
  status: 'outcome of the image',
  updated_at: 'when the renditions were stored, as in the record: changes each time an image is reprocessed',
  reprocessed: 'whether the image was ready before with other renditions, which are kept for seven days',
  pipeline: 'names and versions of the software that made the renditions',
  renditions: 'all renditions of the image',
  reason: 'why the image was rejected or failed',
  reason_detail: 'if moderation rejected the image: the reason from the moderation function, or the Amazon Rekognition label',
  size: 'name of the size',
  format: 'file format',
  width: 'pixels, as displayed',
  height: 'pixels, as displayed',
  bytes: 'size of the file',
  key: 'object key in the bucket',
  recipe: 'hash of the settings that produced the rendition',
};
