import * as z from 'zod/mini';
import { Metric } from '../../../src/contract/environment';
import { DetailType } from '../../../src/contract/events';
import { parseUploadKey } from '../../../src/contract/object-keys';
import { OutboxMessage, UPLOADED_IMAGE, UploadedImage } from '../../../src/contract/workflow';
import { schemaOf } from '../../runtime/schema';

const uploadedImage = schemaOf(UPLOADED_IMAGE);

const outboxMessage = z.strictObject({
  outbox: z.strictObject({
    event: z.strictObject({
      detail_type: z.enum(Object.values(DetailType)),
      detail: z.looseObject({ user_id: z.string(), image_id: z.string() }),
    }),
    metric: z.enum(Object.values(Metric)),
  }),
});

/** @throws Error for a body that this system did not write, or whose key and ids disagree */
export function readMessage(body: string): UploadedImage | OutboxMessage {
  const json = parseJson(body);
  const outbox = outboxMessage.safeParse(json);
  if (outbox.success) return outbox.data;
  const upload = uploadedImage.safeParse(json);
  const ids = upload.success ? parseUploadKey(upload.data.key) : undefined;
  if (!upload.success || ids?.userId !== upload.data.user_id || ids.imageId !== upload.data.image_id) {
    throw new Error('the message is neither an upload (user_id, image_id, key, size and etag) nor an event to publish (outbox)');
  }
  return upload.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
