import { photograph } from '../../end-to-end/pictures';
import { poll } from '../../local-aws/poll';
import { cut, delay, every, lose, refuse } from '../effects';
import type { Effect } from '../fault-proxy';
import { judge, Tally } from '../judge';
import { granted, hasEnded, rowsOf, sendAll } from '../sent-images';
import type { Stage } from '../stage';

/** As signatures name them. */
const SERVICES = { dynamodb: 'DynamoDB', s3: 'S3', sqs: 'SQS', states: 'Step Functions' } as const;
type Service = keyof typeof SERVICES;

const EFFECTS: Readonly<Record<string, Effect>> = {
  'refuses': refuse,
  'cuts': cut,
  'does, and does not answer,': lose,
  // Beyond a client's patience would be a cut; this is a service that is slow.
  'delays': delay(1_500),
};

export interface ServiceFault {
  readonly service: Service;
  readonly verb: string;
  /** Every n-th call; 1 is an outage. */
  readonly every: number;
}

/** Every third call in four ways, and outages: longer than a client's own tries, which take less than a second. */
export const SERVICE_FAULTS: readonly ServiceFault[] = (Object.keys(SERVICES) as Service[]).flatMap(service => [
  ...Object.keys(EFFECTS).map(verb => ({ service, verb, every: 3 })),
  { service, verb: 'refuses', every: 1 },
]);

/** So long at most, and until the calls were met by the fault so often: a while, by what happens in it and not by the clock. */
const LIMIT_MS = 60_000;

/** A service misbehaves towards the handlers for a while, and is well again. */
export async function serviceFault(stage: Stage, { service, verb, every: n }: ServiceFault, images: number): Promise<Tally> {
  const grants = await granted(stage.user, images);
  const injection = stage.proxy.inject(every(n, service, EFFECTS[verb]));
  const sent = await sendAll(stage.user, grants, photograph('acanthus-mollis'));
  await poll('the fault to be met', async () => (
    injection.count >= images * (n === 1 ? 6 : 2) || [...(await rowsOf(sent)).values()].every(hasEnded)
  ), { limitMs: LIMIT_MS }).catch(() => undefined);
  injection.end();
  return judge(stage, `${SERVICES[service]} ${verb} ${n === 1 ? 'all calls' : 'every third call'}`, injection, sent);
}
