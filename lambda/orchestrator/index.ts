import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSHandler, SQSRecord } from 'aws-lambda';
import { StartWorkflow } from './start-workflow';
import { ImageCatalog } from '../shared/catalog/image-catalog';
import { createStepFunctions } from '../shared/clients';
import { readText } from '../shared/config';
import { createDynamoDb } from '../shared/document-client';
import { createTelemetry } from '../shared/telemetry';

const startWorkflow = new StartWorkflow({
  catalog: new ImageCatalog(createDynamoDb(), readText('TABLE_NAME')),
  stepFunctions: createStepFunctions(),
  stateMachineArn: readText('STATE_MACHINE_ARN'),
  telemetry: createTelemetry('orchestrator'),
  now: () => new Date(),
});
const processor = new BatchProcessor(EventType.SQS);
const onRecord = async (record: SQSRecord): Promise<void> => startWorkflow.run(record);

// A batch whose messages all fail is answered like any other: they come back one by one, not with an error of the function.
export const handler: SQSHandler = async (event, context) =>
  processPartialResponse(event, onRecord, processor, { context, throwOnFullBatchFailure: false });
