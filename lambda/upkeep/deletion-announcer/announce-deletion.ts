import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { ANNOUNCE_DELETION, DeletedImage } from '../../../src/contract/workflow';
import type { Telemetry } from '../../runtime/telemetry';

export interface AnnounceDeletionOptions {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly telemetry: Telemetry;
}

const text = z.object({ S: z.string() });
const removal = z.object({ dynamodb: z.object({ Keys: z.object({ user_id: text, image_id: text }) }) });

/** Has the workflow tell of one row that is gone. Throws where the record should come again; the stream keeps it for a day. */
export async function announceDeletion(record: DynamoDBRecord, options: AnnounceDeletionOptions): Promise<void> {
  const { stepFunctions, stateMachineArn, telemetry } = options;
  const parsed = removal.safeParse(record);
  if (!parsed.success) {
    // Trying it again would hold up the deletions behind it, and change nothing.
    telemetry.warn('a record of the table without the keys of an image was ignored');
    return;
  }
  const { user_id: { S: user_id }, image_id: { S: image_id } } = parsed.data.dynamodb.Keys;
  const about = telemetry.about({ user_id, image_id });
  const input: DeletedImage = { order: ANNOUNCE_DELETION, user_id, image_id };
  try {
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: `${image_id}-deleted`, input: JSON.stringify(input) }));
    about.info('deletion announced');
  } catch (error) {
    // The record came before, and its answer was lost.
    if (error instanceof ExecutionAlreadyExists) return;
    about.error('a deletion could not be announced', error);
    throw error;
  }
}
