import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { photograph, truncated } from '../../end-to-end/pictures';
import { judge, Tally } from '../judge';
import { granted, sendAll } from '../sent-images';
import { untilIdle } from '../settle';
import type { Stage } from '../stage';

export interface IntegrationFault {
  readonly resource: string;
  readonly effect: 'refuse' | 'lose';
  /** Every n-th call; 1 is an outage. */
  readonly every: 1 | 2 | 3;
}

const UPDATE = 'arn:aws:states:::dynamodb:updateItem';
const EVENT = 'arn:aws:states:::events:putEvents';
const REMOVE = 'arn:aws:states:::aws-sdk:s3:deleteObject';
const COUNT = 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData';

/**
 * Calls that a state machine makes itself, which no proxy sees. An event whose answer is lost is not among them: EventBridge has no
 * key to tell a second try by, so it may come twice, which docs/events.md says.
 */
export const INTEGRATION_FAULTS: readonly IntegrationFault[] = [
  { resource: UPDATE, effect: 'refuse', every: 3 },
  { resource: UPDATE, effect: 'refuse', every: 1 },
  { resource: UPDATE, effect: 'lose', every: 2 },
  { resource: UPDATE, effect: 'lose', every: 1 },
  { resource: EVENT, effect: 'refuse', every: 3 },
  { resource: EVENT, effect: 'refuse', every: 1 },
  { resource: REMOVE, effect: 'refuse', every: 2 },
  { resource: REMOVE, effect: 'lose', every: 2 },
  { resource: COUNT, effect: 'refuse', every: 1 },
];

/** Half of the images are sound and half damaged, so that every end of the workflow meets the fault. */
export async function integrationFault(stage: Stage, { resource, effect, every }: IntegrationFault, images: number): Promise<Tally> {
  const { proxy, localAws: { folder } } = stage;
  const [file, log] = ['integration-faults.json', 'integration-faults.log'].map(name => join(folder, name));
  const grants = await granted(stage.user, images);
  await rm(log, { force: true });
  // In one step: the emulator never reads half of it.
  await writeFile(`${file}.new`, JSON.stringify({ [resource]: { effect, every } }));
  await rename(`${file}.new`, file);
  const photo = photograph('acanthus-mollis');
  const half = Math.ceil(images / 2);
  const sent = [
    ...await sendAll(stage.user, grants.slice(0, half), photo),
    ...await sendAll(stage.user, grants.slice(half), truncated(photo)),
  ];
  await untilIdle(sent);
  await rm(file);
  const injected = {
    get count(): number {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
      for (const { imageId } of sent) if (lines.some(line => line.includes(imageId))) proxy.met.add(imageId);
      return lines.filter(Boolean).length;
    },
  };
  const action = resource.split(':').slice(-2).join(' ');
  return judge(stage, `workflow: ${action} ${effect === 'refuse' ? 'refused' : 'answer lost'}, ${every === 1 ? 'all calls' : `every ${every === 2 ? 'second' : 'third'} call`}`, injected, sent);
}
