import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { OutboxMessage, UploadedImage } from '../../../src/contract/workflow';

/** A repair pauses at this many waiting messages: they are the most that a user's next upload waits behind. */
const FULL = 200;
/** Maximum of messages for one call. */
const BATCH = 25;

/** The queue of uploads, which a repair never fills so far that users have to wait. */
export class RepairQueue {
  constructor(private readonly sqs: SQSClient, private readonly url: string) {}

  /** Number of messages that may be sent now. */
  public async room(): Promise<number> {
    return Math.max(0, Math.min(BATCH, FULL - await depthOf(this.sqs, this.url)));
  }

  public async send(message: UploadedImage | OutboxMessage): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: JSON.stringify(message) }));
  }
}

/** Approximate number of messages that wait in a queue. */
export async function depthOf(sqs: SQSClient, url: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }));
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}
