import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamHandler } from 'aws-lambda';
import { announceDeletion } from './announce-deletion';
import { createStepFunctions } from '../../runtime/clients';
import { readText } from '../../runtime/config';
import { createTelemetry } from '../../runtime/telemetry';

const options = {
  stepFunctions: createStepFunctions(),
  stateMachineArn: readText('PUBLICATION_STATE_MACHINE_ARN'),
  outputBucket: readText('OUTPUT_BUCKET'),
  telemetry: createTelemetry('deletion-announcer'),
};
const processor = new BatchProcessor(EventType.DynamoDBStreams);
const onRecord = async (record: DynamoDBRecord): Promise<void> => announceDeletion(record, options);

export const handler: DynamoDBStreamHandler = async (event, context): Promise<DynamoDBBatchResponse> =>
  processPartialResponse(event, onRecord, processor, { context, throwOnFullBatchFailure: false });
