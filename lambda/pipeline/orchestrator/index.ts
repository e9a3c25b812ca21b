import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSHandler, SQSRecord } from 'aws-lambda';
import { StartWorkflow } from './start-workflow';
import { GrantQuota } from '../../data/grant-quota';
import { ImageCatalog } from '../../data/image-catalog';
import { createS3, createStepFunctions } from '../../runtime/clients';
import { readText, readUnknownUploads } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';

const dynamoDb = createDynamoDb();
const tableName = readText('TABLE_NAME');
const startWorkflow = new StartWorkflow({
  catalog: new ImageCatalog(dynamoDb, tableName),
  quota: new GrantQuota(dynamoDb, tableName),
  s3: createS3(),
  inputBucket: readText('INPUT_BUCKET'),
  unknownUploads: readUnknownUploads(),
  stepFunctions: createStepFunctions(),
  stateMachineArn: readText('STATE_MACHINE_ARN'),
  publicationArn: readText('PUBLICATION_STATE_MACHINE_ARN'),
  telemetry: createTelemetry('orchestrator'),
  now: () => new Date(),
});
const processor = new BatchProcessor(EventType.SQS);
const onRecord = async (record: SQSRecord): Promise<void> => startWorkflow.run(record);

// A batch whose messages all fail is answered like any other: the messages come back one by one, and the function reports no error.
export const handler: SQSHandler = async (event, context) =>
  processPartialResponse(event, onRecord, processor, { context, throwOnFullBatchFailure: false });
