import { CopyObjectCommand, GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Rendition } from '../../../src/contract/workflow';
import { deployment } from '../../end-to-end/backend';
import { photograph } from '../../end-to-end/pictures';
import { Row, setRow } from '../../end-to-end/rows';
import { poll } from '../../local-aws/poll';
import { messageOf } from '../deliveries';
import { killAfter, killBefore } from '../effects';
import type { Tally } from '../judge';
import { workerAt } from '../processes';
import { granted, rowsOf, sendAll, SentImage } from '../sent-images';
import { settle } from '../settle';
import type { Stage } from '../stage';

/** Write of the new renditions, copy of the old one, read of the row: what record-outcome does for an image that was ready. */
const CALLS = ['UpdateItem', 'PUT', 'GetItem'];

/** Ready images get new renditions, while record-outcome is killed at each of its calls, before the call is done or after. */
export async function reprocessingKilled(stage: Stage, count: number): Promise<Tally> {
  const { proxy, user } = stage;
  const images = await sendAll(user, await granted(user, count), photograph('acanthus-mollis'));
  const before = await settle(stage, images);
  const plan = new Map(images.map(({ imageId }, at) => [
    imageId, { operation: CALLS[Math.floor(at / 2) % CALLS.length], effect: (at % 2 === 0 ? killAfter : killBefore)(proxy.port) },
  ]));
  const injection = proxy.inject(({ imageId = '', operation, port }) => {
    const kill = plan.get(imageId);
    if (kill?.operation !== operation || workerAt(port, proxy.port)?.handler !== 'record-outcome') return undefined;
    plan.delete(imageId);
    return kill.effect;
  });
  const old = new Map<string, string>();
  for (const image of images) old.set(image.imageId, await reprocess(image, before.get(image.imageId)!));
  const isReplaced = ({ imageId }: SentImage, rows: ReadonlyMap<string, Row>) => !namesOf(rows.get(imageId)!).includes(old.get(imageId)!);
  await poll('new renditions', async () => {
    const rows = await rowsOf(images);
    return images.every(image => isReplaced(image, rows));
  }, { limitMs: 180_000 }).catch(() => undefined);
  const rows = await settle(stage, images);
  injection.end();
  const found = await Promise.all(images.map(async image => replacementOf(stage, image, old.get(image.imageId)!, isReplaced(image, rows))));
  const ready = images.filter(({ imageId }) => rows.get(imageId)?.status.S === 'ready').length;
  return {
    fault: 'record-outcome killed while new renditions replace old ones',
    injections: injection.count,
    images: count,
    ended: { ready },
    lost: count - ready,
    duplicated: found.filter(({ events = 0 }) => events > 1).length,
    withoutEvent: found.filter(({ events }) => events === 0).length,
    rescues: { retry: count - plan.size },
    problems: [...found.flatMap(({ problems }) => problems), ...plan.size === 0 ? [] : [`${plan.size} images were not met by a kill`]],
  };
}

/** Gives the row a rendition that today's settings do not make, and sends the image to be processed again. @returns its key */
async function reprocess(image: SentImage, row: Row): Promise<string> {
  const renditions = JSON.parse(row.renditions.S!) as Rendition[];
  const [{ key, ...like }] = renditions;
  const old = `images/${image.owner.id}/${image.imageId}/00000000/old.${key.split('.').at(-1)}`;
  const Bucket = deployment.outputs.OutputBucketName;
  await new S3Client().send(new CopyObjectCommand({ Bucket, Key: old, CopySource: `${Bucket}/${key}` }));
  await setRow(image.owner, image.imageId, { renditions: { S: JSON.stringify([...renditions, { ...like, size: 'old', key: old }]) } });
  const message = { ...messageOf(image), attempt: 1, replaces: row.updated_at.S };
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: deployment.outputs.QueueUrl, MessageBody: JSON.stringify(message) }));
  return old;
}

function namesOf(row: Row): string[] {
  return (JSON.parse(row.renditions.S!) as Rendition[]).map(({ key }) => key);
}

interface Replacement {
  /** Number of events of the new renditions; absent if the image still has its old ones. */
  readonly events?: number;
  readonly problems: readonly string[];
}

async function replacementOf({ consumer }: Stage, { imageId }: SentImage, old: string, isReplaced: boolean): Promise<Replacement> {
  if (!isReplaced) return { problems: [`${imageId} has its old renditions`] };
  const Bucket = deployment.outputs.OutputBucketName;
  const isTagged = async () => (await new S3Client().send(new GetObjectTaggingCommand({ Bucket, Key: old }))).TagSet?.some(({ Key }) => Key === 'superseded');
  const published = async () => (await consumer.about(imageId)).filter(({ detail }) => detail.reprocessed === true).length;
  await poll('tag and event', async () => await isTagged() && await published() > 0, { limitMs: 30_000 }).catch(() => undefined);
  const events = await published();
  const problems = [
    ...await isTagged() ? [] : [`the old rendition of ${imageId} has no tag`],
    ...events === 1 ? [] : [`${imageId} has ${events} events of its new renditions`],
  ];
  return { events, problems };
}
