import * as z from 'zod/mini';
import { parseUploadKey } from '../../src/contract/object-keys';
import { UploadedImage } from '../../src/contract/workflow';

const uploadedImage = z.object({
  user_id: z.string(),
  image_id: z.string(),
  key: z.string(),
  size: z.int().check(z.minimum(0)),
  etag: z.string().check(z.minLength(1)),
  uploaded_at: z.catch(z.optional(z.iso.datetime()), undefined),
  attempt: z.optional(z.int().check(z.minimum(1))),
  replaces: z.optional(z.string()),
});

/** @throws Error for a body that the S3 event handler did not write, or whose key and ids disagree */
export function readMessage(body: string): UploadedImage {
  const parsed = uploadedImage.safeParse(parseJson(body));
  const ids = parsed.success ? parseUploadKey(parsed.data.key) : undefined;
  if (!parsed.success || ids?.userId !== parsed.data.user_id || ids.imageId !== parsed.data.image_id) {
    throw new Error('the message is not one of the S3 event handler\'s: user_id, image_id, key, size and etag were expected');
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
