import { OriginalsRound } from './check-originals';
import { Sweep } from './sweep';
import { UnfinishedImages } from './unfinished-images';
import { UnknownUploads } from '../../../src/contract/environment';
import { createS3, createSqs, createStepFunctions } from '../../runtime/clients';
import { readCount, readText, readUnknownUploads } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';

const dynamoDb = createDynamoDb();
const tableName = readText('TABLE_NAME');
const options = {
  images: new UnfinishedImages(dynamoDb, tableName),
  round: readUnknownUploads() === UnknownUploads.REMOVE ? new OriginalsRound(dynamoDb, tableName) : undefined,
  s3: createS3(),
  inputBucket: readText('INPUT_BUCKET'),
  sqs: createSqs(),
  queueUrl: readText('QUEUE_URL'),
  stepFunctions: createStepFunctions(),
  publicationArn: readText('PUBLICATION_STATE_MACHINE_ARN'),
  schedule: { afterMs: readCount('SWEEP_AFTER_SECONDS') * 1000, everyMs: readCount('SWEEP_EVERY_SECONDS') * 1000 },
  telemetry: createTelemetry('sweeper'),
  now: () => new Date(),
};

export const handler = async (): Promise<void> => new Sweep(options).run();
