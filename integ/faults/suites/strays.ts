import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { newImageId } from '../../../lambda/data/image-id';
import { deployment } from '../../end-to-end/backend';
import { keysUnder } from '../../end-to-end/buckets';
import { photograph } from '../../end-to-end/pictures';
import { rowOf } from '../../end-to-end/rows';
import { poll } from '../../local-aws/poll';
import { eventOf, invoke, messageOf } from '../deliveries';
import { judge, Tally } from '../judge';
import { granted, sendAll, SentImage } from '../sent-images';
import { settle } from '../settle';
import type { Stage } from '../stage';

const photo = () => photograph('acanthus-mollis');

/** Messages that no try can make good, in one batch with good ones. */
export async function poison(stage: Stage, images: number): Promise<Tally> {
  const sent = await sendAll(stage.user, await granted(stage.user, images), photo());
  const bad = [
    `{"no JSON": ${randomUUID()}`,
    JSON.stringify({ image_id: randomUUID(), a: 'wrong shape' }),
    JSON.stringify({ ...messageOf(sent[0]), image_id: randomUUID() }),
  ];
  const bodies = [...bad, ...sent.slice(0, 7).map(image => JSON.stringify(messageOf(image)))];
  await new SQSClient().send(new SendMessageBatchCommand({
    QueueUrl: deployment.outputs.QueueUrl, Entries: bodies.map((MessageBody, at) => ({ Id: String(at), MessageBody })),
  }));
  const dead = new Set<string>();
  await poll('the poison in the dead-letter queue', async () => {
    for (const body of await deadMessages()) dead.add(body);
    return bad.every(body => dead.has(body));
  }, { limitMs: 120_000, everyMs: 500 }).catch(() => undefined);
  return judge(stage, 'poison in a batch', { count: bad.length }, sent, () => {
    const missing = bad.filter(body => !dead.has(body)).length;
    return missing === 0 ? [] : [`${missing} messages are not in the dead-letter queue`];
  });
}

async function deadMessages(): Promise<string[]> {
  const sqs = new SQSClient();
  const QueueUrl = deployment.outputs.DeadLetterQueueUrl;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.map(({ Body }) => Body!);
}

/** Events that come too late: for an image that has ended, for bytes that are gone, and for an image that is. */
export async function lateEvents(stage: Stage): Promise<Tally> {
  const { user } = stage;
  const [ready] = await sendAll(user, await granted(user, 1), photo());
  await settle(stage, [ready]);
  const [{ image_id }] = await granted(user, 1);
  const none = (imageId: string): SentImage => ({ owner: user, imageId, etag: randomUUID().replaceAll('-', ''), size: 1_000 });
  const [withoutBytes, withoutRow] = [none(image_id), none(newImageId())];
  for (const image of [ready, withoutBytes, withoutRow]) await invoke('s3-event-handler', eventOf({ ...image, etag: none('').etag }));
  const tally = await judge(stage, 'late events', { count: 3 }, [ready, withoutBytes]);
  const left = [
    ...await keysUnder('OutputBucketName', `images/${user.id}/${withoutRow.imageId}/`),
    ...await rowOf(user, withoutRow.imageId) === undefined ? [] : ['a row'],
    ...(await stage.consumer.about(withoutRow.imageId)).map(({ 'detail-type': type }) => type),
  ];
  return { ...tally, problems: [...tally.problems, ...left.map(what => `an event for no image left ${what}`)] };
}
