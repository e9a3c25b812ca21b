import * as z from 'zod/mini';
import { DetailType } from '../../../src/contract/events';
import { parseUploadKey } from '../../../src/contract/object-keys';
import { TELL, UntoldEvent, UPLOADED_IMAGE, UploadedImage } from '../../../src/contract/workflow';
import { schemaOf } from '../../runtime/schema';

const uploadedImage = schemaOf(UPLOADED_IMAGE);

const untoldEvent = z.object({
  order: z.literal(TELL),
  user_id: z.string(),
  image_id: z.string(),
  event: z.object({ detail_type: z.enum(Object.values(DetailType)), detail: z.record(z.string(), z.unknown()) }),
});

/** @throws Error for a body that neither the S3 event handler nor the workflow wrote, or whose key and ids disagree */
export function readMessage(body: string): UploadedImage | UntoldEvent {
  const json = parseJson(body);
  const untold = untoldEvent.safeParse(json);
  if (untold.success) return untold.data;
  const parsed = uploadedImage.safeParse(json);
  const ids = parsed.success ? parseUploadKey(parsed.data.key) : undefined;
  if (!parsed.success || ids?.userId !== parsed.data.user_id || ids.imageId !== parsed.data.image_id) {
    throw new Error('the message is neither an upload (user_id, image_id, key, size and etag) nor an event to be sent (order, user_id, image_id and event)');
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
