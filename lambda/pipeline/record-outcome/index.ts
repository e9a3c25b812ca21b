import { OutcomeRows } from './outcome-rows';
import { RecordOutcome } from './record-outcome';
import { RenditionObjects } from './rendition-objects';
import { RecordedOutcome, RecordOutcomeRequest } from '../../../src/contract/workflow';
import { createS3 } from '../../runtime/clients';
import { readText } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';

const telemetry = createTelemetry('record-outcome');
const outputBucket = readText('OUTPUT_BUCKET');
const recordOutcome = new RecordOutcome({
  rows: new OutcomeRows(createDynamoDb(), readText('TABLE_NAME')),
  objects: new RenditionObjects(createS3(), { inputBucket: readText('INPUT_BUCKET'), outputBucket }),
  outputBucket,
  now: () => new Date(),
});

/** Fourth task of the workflow: ends the image, and answers what is to be published. */
export const handler = async (request: RecordOutcomeRequest): Promise<RecordedOutcome> => {
  const { user_id, image_id } = request.run;
  const about = telemetry.about({ user_id, image_id });
  try {
    const recorded = await (request.task === 'record' ? recordOutcome.record(request) : recordOutcome.supersede(request));
    about.info(`task ended: ${request.task}`, { status: recorded.event?.detail_type ?? 'nothing to publish' });
    return recorded;
  } catch (error) {
    about.error(`task failed: ${request.task}`, error);
    throw error;
  }
};
