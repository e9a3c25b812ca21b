import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { OutboxMessage, UploadedImage } from '../../../src/contract/workflow';

/** From so many waiting messages on, a repair waits: the next upload of a user has no more before it. */
const FULL = 200;
/** Messages of one call at most. */
const BATCH = 25;

/** The queue of uploads, as a repair uses it: never so full that users wait behind it. */
export class RepairQueue {
  constructor(private readonly sqs: SQSClient, private readonly url: string) {}

  /** How many messages may be sent now. */
  public async room(): Promise<number> {
    return Math.max(0, Math.min(BATCH, FULL - await depthOf(this.sqs, this.url)));
  }

  public async send(message: UploadedImage | OutboxMessage): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: JSON.stringify(message) }));
  }
}

/** Messages that wait in a queue, about. */
export async function depthOf(sqs: SQSClient, url: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }));
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}
