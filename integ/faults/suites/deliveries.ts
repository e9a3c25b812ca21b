import { randomUUID } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deployment } from '../../end-to-end/backend';
import { photograph } from '../../end-to-end/pictures';
import { sweep } from '../../end-to-end/sweeps';
import { poll } from '../../local-aws/poll';
import { eventOf, invoke, messageOf, recordOf } from '../deliveries';
import { cut } from '../effects';
import { judge, Tally } from '../judge';
import { granted, hasEnded, rowsOf, sendAll, SentImage, sendTo } from '../sent-images';
import { age } from '../settle';
import type { Stage } from '../stage';

const COPIES = 5;
const photo = () => photograph('acanthus-mollis');

/** Each has what S3 itself tells of an upload, and this as well. */
const DOUBLINGS: Readonly<Record<string, (image: SentImage) => Promise<unknown>>> = {
  'one S3 event delivered five times at once': async image => fiveTimes(async () => invoke('s3-event-handler', eventOf(image))),
  'one message copied five times': async image => fiveTimes(async () => new SQSClient().send(new SendMessageCommand({
    QueueUrl: deployment.outputs.QueueUrl, MessageBody: JSON.stringify(messageOf(image)),
  }))),
  'one message delivered five times at once': async image => {
    const messageId = randomUUID();
    await fiveTimes(async () => invoke('orchestrator', { Records: [recordOf(image, messageId)] }));
  },
  'one execution started five times': async image => fiveTimes(async copy => new SFNClient().send(new StartExecutionCommand({
    stateMachineArn: deployment.outputs.StateMachineArn, name: `${image.imageId}-copy-${copy}`, input: JSON.stringify(messageOf(image)),
  }))),
};
export const DOUBLED = Object.keys(DOUBLINGS);

export async function doubled(stage: Stage, title: string, count: number): Promise<Tally> {
  const grants = await granted(stage.user, count);
  const images: SentImage[] = [];
  for (const to of grants) {
    const image = await sendTo(stage.user, to, photo());
    images.push(image);
    await DOUBLINGS[title](image);
  }
  return judge(stage, title, { count: count * COPIES }, images);
}

/** Uploads that nobody hears of, and then five sweeps at once: one of them acts. */
export async function sweptAtOnce(stage: Stage, count: number): Promise<Tally> {
  const grants = await granted(stage.user, count);
  const injection = stage.proxy.inject(({ service }) => (service === 'sqs' ? cut : undefined));
  const images = await sendAll(stage.user, grants, photo());
  // Each event is tried three times, each try by three calls of the client.
  await poll('the events to be lost', async () => injection.count >= count * 9, { limitMs: 120_000 });
  injection.end();
  const rows = await rowsOf(images);
  await age(stage, images.filter(({ imageId }) => !hasEnded(rows.get(imageId))));
  await fiveTimes(sweep);
  return judge(stage, 'event lost, five sweeps at once', injection, images);
}

async function fiveTimes(work: (copy: number) => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: COPIES }, async (_, copy) => work(copy)));
}
