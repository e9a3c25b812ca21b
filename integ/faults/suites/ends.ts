import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { photograph, truncated } from '../../end-to-end/pictures';
import { lose, refuse } from '../effects';
import type { Injection } from '../fault-proxy';
import { judge, Tally } from '../judge';
import { workerAt } from '../processes';
import { granted, sendAll } from '../sent-images';
import { untilIdle } from '../settle';
import type { Stage } from '../stage';

export interface EndFault {
  /** For the table. */
  readonly call: string;
  /** Where the call is made: by the state machine itself, or by the function that records outcomes. */
  readonly by: 'workflow' | 'record-outcome';
  /** A resource of the state machine, or an operation of the function. */
  readonly resource: string;
  readonly effect: 'refuse' | 'lose';
  /** Every n-th call; 1 is an outage. */
  readonly every: 1 | 2 | 3;
}

const UPDATE = { call: 'dynamodb updateItem', by: 'record-outcome', resource: 'UpdateItem' } as const;
const REMOVE = { call: 's3 deleteObject', by: 'record-outcome', resource: 'DELETE' } as const;
const EVENT = { call: 'events putEvents', by: 'workflow', resource: 'arn:aws:states:::events:putEvents' } as const;
const COUNT = { call: 'cloudwatch putMetricData', by: 'workflow', resource: 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData' } as const;

/**
 * Faults of the calls that end an image. An event whose answer is lost is not among them: EventBridge has no idempotency key, so
 * the event may come twice, as docs/events.md says.
 */
export const END_FAULTS: readonly EndFault[] = [
  { ...UPDATE, effect: 'refuse', every: 3 },
  { ...UPDATE, effect: 'refuse', every: 1 },
  { ...UPDATE, effect: 'lose', every: 2 },
  { ...UPDATE, effect: 'lose', every: 1 },
  { ...EVENT, effect: 'refuse', every: 3 },
  { ...EVENT, effect: 'refuse', every: 1 },
  { ...REMOVE, effect: 'refuse', every: 2 },
  { ...REMOVE, effect: 'lose', every: 2 },
  { ...COUNT, effect: 'refuse', every: 1 },
];

/** Half of the images are sound and half damaged, so that every end of the workflow meets the fault. */
export async function endFault(stage: Stage, fault: EndFault, images: number): Promise<Tally> {
  const grants = await granted(stage.user, images);
  const injection = fault.by === 'workflow' ? await intoStateMachines(stage, fault) : intoFunction(stage, fault);
  const photo = photograph('acanthus-mollis');
  const half = Math.ceil(images / 2);
  const sent = [
    ...await sendAll(stage.user, grants.slice(0, half), photo),
    ...await sendAll(stage.user, grants.slice(half), truncated(photo)),
  ];
  await untilIdle(sent);
  await injection.end();
  const frequency = fault.every === 1 ? 'all calls' : `every ${fault.every === 2 ? 'second' : 'third'} call`;
  return judge(stage, `${fault.by}: ${fault.call} ${fault.effect === 'refuse' ? 'refused' : 'answer lost'}, ${frequency}`, injection, sent);
}

interface EndInjection {
  readonly count: number;
  end(): Promise<void> | void;
}

/** Calls of the function go through the proxy. */
function intoFunction({ proxy }: Stage, { resource, effect, every }: EndFault): Injection {
  let calls = 0;
  return proxy.inject(({ operation, port }) => {
    if (operation !== resource || workerAt(port, proxy.port)?.handler !== 'record-outcome') return undefined;
    return ++calls % every === 0 ? { refuse, lose }[effect] : undefined;
  });
}

/** Calls that a state machine makes itself never pass the proxy: the emulator reads what to do with them from a file. */
async function intoStateMachines({ proxy, localAws: { folder } }: Stage, { resource, effect, every }: EndFault): Promise<EndInjection> {
  const [file, log] = ['integration-faults.json', 'integration-faults.log'].map(name => join(folder, name));
  await rm(log, { force: true });
  // In one step: the emulator never reads half of it.
  await writeFile(`${file}.new`, JSON.stringify({ [resource]: { effect, every } }));
  await rename(`${file}.new`, file);
  return {
    get count(): number {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
      for (const line of lines) for (const [imageId] of line.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) proxy.met.add(imageId);
      return lines.length;
    },
    end: async () => rm(file),
  };
}
