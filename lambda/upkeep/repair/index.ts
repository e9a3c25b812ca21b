import { planParts, report, work } from './parts';
import { readRequest, RepairPart } from './read-request';
import { RepairDeadLetters } from './repair-dead-letters';
import { RepairImages } from './repair-images';
import { RepairQueue } from './repair-queue';
import { RepairableImages } from './repairable-images';
import { RepairReport } from '../../../src/contract/repairs';
import { createS3, createSqs } from '../../runtime/clients';
import { readImageSettings, readText } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';

const telemetry = createTelemetry('repair');
const sqs = createSqs();
const queue = new RepairQueue(sqs, readText('QUEUE_URL'));
const images = new RepairableImages(createDynamoDb(), readText('TABLE_NAME'));
const repairImages = new RepairImages({
  images, queue, s3: createS3(), inputBucket: readText('INPUT_BUCKET'), sizes: readImageSettings().sizes, now: () => new Date(),
});
const deadLetters = new RepairDeadLetters({
  sqs, queue, messages: readText('DEAD_LETTER_QUEUE_URL'), events: readText('EVENT_DEAD_LETTER_QUEUE_URL'),
});

export const handler = async (event: unknown): Promise<{ parts: RepairPart[] } | RepairPart | RepairReport> => {
  const request = readRequest(event);
  switch (request.task) {
    case 'plan':
      return { parts: planParts(request.input, await images.count()) };
    case 'work': {
      const { part } = request;
      const worker = part.repair === 'dead-letters' ? deadLetters : repairImages;
      const after = await work(part, { room: async () => queue.room(), step: async (before, most) => worker.step(before, most) });
      telemetry.info(`${part.repair}${part.dry_run ? ', dry run' : ''}: checked a part`, { count: after.counts.sent, bytes: after.counts.bytes });
      return after;
    }
    case 'report':
      return report(request.parts);
  }
};
