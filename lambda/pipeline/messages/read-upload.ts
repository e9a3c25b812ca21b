import * as z from 'zod/mini';
import { parseUploadKey } from '../../../src/contract/object-keys';
import { UploadedImage } from '../../../src/contract/workflow';

const objectCreated = z.object({
  'source': z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  // Only a metric needs the time, so an upload without a valid one is still processed.
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
 * Reads the upload from an "Object Created" event that S3 sent to EventBridge. Its key is plain, not URL-encoded as in
 * S3's own notifications.
 * @returns undefined for an object whose key is not one of an upload
 * @throws Error for any other event
 */
export function readUpload(event: unknown): UploadedImage | undefined {
  const parsed = objectCreated.safeParse(event);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'event').join(', ');
    throw new Error(`an "Object Created" event of S3 was expected; these fields are not as S3 sends them: ${fields}`);
  }
  const { time, detail: { object: { key, size, etag } } } = parsed.data;
  const ids = parseUploadKey(key);
  return ids && { user_id: ids.userId, image_id: ids.imageId, key, size, etag: etag.replaceAll('"', ''), uploaded_at: time };
}
