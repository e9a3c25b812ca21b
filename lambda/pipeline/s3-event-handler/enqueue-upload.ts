import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Metric } from '../../../src/contract/environment';
import type { Telemetry } from '../../runtime/telemetry';
import { readUpload } from '../messages/read-upload';

export interface EnqueueOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly telemetry: Telemetry;
}

/**
 * Queues one message for each new object. Throws if the event cannot be read or the queue does not respond: Lambda
 * retries, then sends the event to the dead-letter queue.
 */
export async function enqueueUpload(event: unknown, { sqs, queueUrl, telemetry }: EnqueueOptions): Promise<void> {
  const upload = readUpload(event);
  if (!upload) {
    telemetry.count(Metric.UPLOADS_IGNORED);
    telemetry.warn('ignored an object that no upload grant of this system can have created');
    return;
  }
  const about = telemetry.about({ user_id: upload.user_id, image_id: upload.image_id });
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(upload) }));
  telemetry.count(Metric.UPLOADS_RECEIVED);
  about.info('upload received', { bytes: upload.size });
}
