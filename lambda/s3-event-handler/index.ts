import { enqueueUpload } from './enqueue-upload';
import { createSqs } from '../shared/clients';
import { readText } from '../shared/config';
import { createTelemetry } from '../shared/telemetry';

const options = { sqs: createSqs(), queueUrl: readText('QUEUE_URL'), telemetry: createTelemetry('s3-event-handler') };

export const handler = async (event: unknown): Promise<void> => enqueueUpload(event, options);
