import { DeleteMessageCommand, Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { add, NOTHING, Step } from './parts';
import type { RepairPart } from './read-request';
import { depthOf, RepairQueue } from './repair-queue';
import { RepairCounts } from '../../../src/contract/repairs';
import { OutboxMessage, UploadedImage } from '../../../src/contract/workflow';
import { readMessage } from '../../pipeline/messages/read-message';
import { readUpload } from '../../pipeline/messages/read-upload';

export interface RepairDeadLettersOptions {
  readonly sqs: SQSClient;
  readonly queue: Pick<RepairQueue, 'send'>;
  /** URL of the queue of messages that the orchestrator failed at. */
  readonly messages: string;
  /** URL of the queue of events that could not be queued. */
  readonly events: string;
}

type Kind = 'messages' | 'events';
const KINDS: readonly Kind[] = ['messages', 'events'];

/** Maximum of SQS for one call. */
const MOST_AT_ONCE = 10;
/** Unreadable messages become visible again after this, for an operator to look at. */
const HIDDEN_SECONDS = 15 * 60;

/** Lambda's record of a failed call, which contains the event. */
const failedCall = z.object({ requestPayload: z.unknown() });

/**
 * Sends dead letters to the queue again, and removes each one after it was sent. It handles as many as there were at the start:
 * those that fail again meanwhile are left to the next run.
 */
export class RepairDeadLetters {
  constructor(private readonly options: RepairDeadLettersOptions) {}

  public async step(part: RepairPart, most: number): Promise<Step> {
    const remaining = await this.remaining(part);
    // Receiving a message would hide it from the next receiver.
    if (part.dry_run) {
      const letters = KINDS.reduce((sum, kind) => sum + remaining[kind], 0);
      return { counts: add(part.counts, { ...NOTHING, looked_at: letters, matching: letters }) };
    }
    let { counts } = part;
    for (const kind of KINDS) {
      for (;;) {
        const some = Math.min(remaining[kind], most - (counts.sent - part.counts.sent));
        if (some <= 0) break;
        const letters = await this.receive(kind, some);
        remaining[kind] = letters.length === 0 ? 0 : remaining[kind] - letters.length;
        counts = (await Promise.all(letters.map(async (letter) => this.resend(kind, letter)))).reduce(add, counts);
      }
    }
    return { counts, cursor: KINDS.some((kind) => remaining[kind] > 0) ? remaining : undefined };
  }

  /** Messages that are still to be handled. */
  private async remaining({ cursor }: RepairPart): Promise<Record<Kind, number>> {
    if (cursor !== undefined) return { messages: Number(cursor.messages), events: Number(cursor.events) };
    const { sqs, messages, events } = this.options;
    return { messages: await depthOf(sqs, messages), events: await depthOf(sqs, events) };
  }

  private async receive(kind: Kind, most: number): Promise<readonly Message[]> {
    const { Messages = [] } = await this.options.sqs.send(new ReceiveMessageCommand({
      QueueUrl: this.options[kind],
      MaxNumberOfMessages: Math.min(MOST_AT_ONCE, most),
      VisibilityTimeout: HIDDEN_SECONDS,
      // Long polling asks all of the queue's servers, not only some of them.
      WaitTimeSeconds: 1,
    }));
    return Messages;
  }

  private async resend(kind: Kind, { Body = '', ReceiptHandle }: Message): Promise<RepairCounts> {
    const one = { ...NOTHING, looked_at: 1, matching: 1 };
    const message = readLetter(kind, Body);
    if (message === undefined) return { ...one, skipped: { ...one.skipped, unreadable: 1 } };
    await this.options.queue.send(message);
    await this.options.sqs.send(new DeleteMessageCommand({ QueueUrl: this.options[kind], ReceiptHandle }));
    return { ...one, bytes: 'size' in message ? message.size : 0, sent: 1 };
  }
}

/** @returns undefined for a message that names no image of this system */
function readLetter(kind: Kind, body: string): UploadedImage | OutboxMessage | undefined {
  try {
    return kind === 'messages' ? readMessage(body) : readEvent(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** EventBridge keeps the event itself, Lambda a record of the failed call. */
function readEvent(letter: unknown): UploadedImage | undefined {
  const call = failedCall.safeParse(letter);
  return readUpload(call.success && call.data.requestPayload !== undefined ? call.data.requestPayload : letter);
}
