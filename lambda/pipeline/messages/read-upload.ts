import * as z from 'zod/mini';
import { parseUploadKey } from '../../../src/contract/object-keys';
import { UploadedImage } from '../../../src/contract/workflow';

const objectCreated = z.object({
  'source': z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  // Only used for a metric: an upload is not lost because of it.
  'time': z.catch(z.optional(z.iso.datetime()), undefined),
  'detail': z.object({
    object: z.object({
      key: z.string(),
      size: z.int().check(z.minimum(0)),
      etag: z.string().check(z.minLength(1)),
    }),
  }),
});

/**
 * The upload that an EventBridge event of S3 reports. Unlike in S3's own notifications, the key is not URL-encoded.
 * @returns undefined for an object whose key has another form
 * @throws Error for anything other than an "Object Created" event of S3
 */
export function readUpload(event: unknown): UploadedImage | undefined {
  const parsed = objectCreated.safeParse(event);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('../s3-event-handler') || 'event').join(', ');
    throw new Error(`an "Object Created" event of S3 was expected; these fields are not as S3 sends them: ${fields}`);
  }
  const { time, detail: { object: { key, size, etag } } } = parsed.data;
  const ids = parseUploadKey(key);
  return ids && { user_id: ids.userId, image_id: ids.imageId, key, size, etag: etag.replaceAll('"', ''), uploaded_at: time };
}
