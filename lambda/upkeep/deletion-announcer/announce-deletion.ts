import type { SFNClient } from '@aws-sdk/client-sfn';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { PublicationInput } from '../../../src/contract/workflow';
import { imageEvent } from '../../pipeline/messages/image-event';
import { startOnce } from '../../pipeline/messages/start-once';
import type { Telemetry } from '../../runtime/telemetry';

export interface AnnounceDeletionOptions {
  readonly stepFunctions: SFNClient;
  /** ARN of the state machine that publishes events. */
  readonly stateMachineArn: string;
  /** Name of the output bucket, for events. */
  readonly outputBucket: string;
  readonly telemetry: Telemetry;
}

const text = z.object({ S: z.string() });
const removal = z.object({ dynamodb: z.object({ Keys: z.object({ user_id: text, image_id: text }) }) });

/** Publishes the event of a row that was removed. Throws if the record should be delivered again; the stream keeps it for a day. */
export async function announceDeletion(record: DynamoDBRecord, options: AnnounceDeletionOptions): Promise<void> {
  const { stepFunctions, stateMachineArn, outputBucket, telemetry } = options;
  const parsed = removal.safeParse(record);
  if (!parsed.success) {
    // A retry would hold up the deletions behind it, and change nothing.
    telemetry.warn('ignored a stream record without the keys of an image');
    return;
  }
  const { user_id: { S: user_id }, image_id: { S: image_id } } = parsed.data.dynamodb.Keys;
  const about = telemetry.about({ user_id, image_id });
  const input: PublicationInput = { recorded: imageEvent({ user_id, image_id, status: 'deleted', bucket: outputBucket }) };
  try {
    if (await startOnce(stepFunctions, { stateMachineArn, name: `${image_id}-deleted`, input })) about.info('deletion announced');
  } catch (error) {
    about.error('a deletion could not be announced', error);
    throw error;
  }
}
