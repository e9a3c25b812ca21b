import { enqueueUpload } from './enqueue-upload';
import { createSqs } from '../../runtime/clients';
import { readText } from '../../runtime/config';
import { createTelemetry } from '../../runtime/telemetry';

const options = { sqs: createSqs(), queueUrl: readText('QUEUE_URL'), telemetry: createTelemetry('s3-event-handler') };

export const handler = async (event: unknown): Promise<void> => enqueueUpload(event, options);
