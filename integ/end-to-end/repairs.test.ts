import { CopyObjectCommand, DeleteObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { call, deployment, finished, grant, newUser, put, upload, User } from './backend';
import { keysUnder, s3 } from './buckets';
import { Consumer, startConsumer } from './events-received';
import { linesAbout } from './log-lines';
import { photograph, plainGrey, truncated } from './pictures';
import { rowOf, setRow } from './rows';
import { Ended, runCommand } from './runbook/run-command';
import { signedCall } from './signed-call';
import { poll } from '../local-aws/poll';

const photo = photograph('french-alpine-landscape');
const sqs = new SQSClient();
const stepFunctions = new SFNClient();
const OLD_RECIPE = '00000000';

let user: User;
let consumer: Consumer;
let arn: string;
beforeAll(async () => {
  user = await newUser();
  consumer = await startConsumer('repairs-test');
  const { stateMachines = [] } = await stepFunctions.send(new ListStateMachinesCommand({ maxResults: 1000 }));
  arn = stateMachines.find(({ name }) => name?.includes('Repairs'))!.stateMachineArn!;
}, 60_000);
afterAll(async () => consumer?.stop());

/** Of this test's user alone: others of the same run have failed images of their own. */
const repair = async (...words: string[]): Promise<Ended> =>
  runCommand('repair', ...words, '--state-machine', arn, ...(words[0] === 'dead-letters' ? [] : ['--user', user.id]));
const told = async (imageId: string) => (await consumer.about(imageId)).map(({ detail }) => detail);

async function ready(bytes?: Buffer): Promise<string> {
  const imageId = bytes ? await upload(user, 'a.jpg', 'image/jpeg', bytes) : await upload(user, 'a.png', 'image/png', await plainGrey(64, 48));
  expect((await finished(user, imageId)).status).toBe('ready');
  return imageId;
}

interface Named { readonly key: string; readonly size: string; readonly format: string; readonly recipe: string }
async function renditionsOf(imageId: string): Promise<Named[]> {
  return JSON.parse((await rowOf(user, imageId))!.renditions.S!);
}

/** As an older deployment left it: its medium size has another recipe, and so other keys. */
async function outdated(bytes?: Buffer): Promise<{ imageId: string; oldKeys: string[] }> {
  const imageId = await ready(bytes);
  const Bucket = deployment.outputs.OutputBucketName;
  const renditions = await Promise.all((await renditionsOf(imageId)).map(async rendition => {
    if (rendition.size !== 'medium') return rendition;
    const key = rendition.key.replace(rendition.recipe, OLD_RECIPE);
    await s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource: `${Bucket}/${rendition.key}` }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: rendition.key }));
    return { ...rendition, key, recipe: OLD_RECIPE };
  }));
  await setRow(user, imageId, { renditions: { S: JSON.stringify(renditions) } });
  return { imageId, oldKeys: renditions.filter(({ recipe }) => recipe === OLD_RECIPE).map(({ key }) => key) };
}

const isOfToday = async (imageId: string) => (await renditionsOf(imageId)).every(({ recipe }) => recipe !== OLD_RECIPE);

test('a dry run counts, estimates, and changes nothing', async () => {
  const { imageId } = await outdated();
  const before = await rowOf(user, imageId);
  const { code, stdout } = await repair('outdated', '--dry-run');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/dry run:\n {2}looked at +\d+\n {2}matching +[1-9]\d*\n[^]*to send +\d+, originals of [\d.]+ [KMG]B\n {2}takes about .+\n {2}costs about .+ USD/)]);
  expect(await rowOf(user, imageId)).toEqual(before);
  expect(await told(imageId)).toHaveLength(1);
}, 120_000);

// holds: promise.operations
test('an outdated image gets the renditions of today, stays ready, and its old ones are left to the lifecycle rule', async () => {
  const { imageId, oldKeys } = await outdated(photo);
  const before = await renditionsOf(imageId);
  const url = (await call('GET', `/image/${imageId}?size=medium&format=jpeg`, { token: user.idToken })).body.url as string;
  const { code, stdout, stderr } = await repair('outdated', '--yes');
  expect([code, stderr, stdout]).toEqual([0, expect.stringContaining('started arn:aws:states'), expect.stringMatching(/repair outdated:\n[^]*sent +[1-9]/)]);

  await poll('the new renditions', async () => isOfToday(imageId));
  expect((await finished(user, imageId)).status).toBe('ready');
  const after = await renditionsOf(imageId);
  expect(after.filter(({ size }) => size !== 'medium')).toEqual(before.filter(({ size }) => size !== 'medium'));
  const [first, second, ...others] = await poll('the second event', async () => {
    const events = await told(imageId);
    return events.length > 1 && events;
  });
  expect(others).toEqual([]);
  expect([first.reprocessed, second.reprocessed, second.renditions]).toEqual([false, true, after]);
  expect(second.updated_at).toBe((await rowOf(user, imageId))!.updated_at.S);
  expect((await rowOf(user, imageId))!).not.toHaveProperty('reprocessing_since');

  const Bucket = deployment.outputs.OutputBucketName;
  await poll('the tags', async () => (await Promise.all(oldKeys.map(tagsOf))).every(tags => tags.superseded === 'true'));
  for (const { key } of after) expect([key, await tagsOf(key)]).toEqual([key, {}]);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: oldKeys.find(key => key.endsWith('.jpg'))! }));
  expect([head.ContentType, head.CacheControl]).toEqual(['image/jpeg', 'private, max-age=31536000, immutable']);
  expect((await fetch(url)).status).toBe(200);
}, 180_000);

// holds: promise.operations
test('a failed image is processed again', async () => {
  const imageId = await ready();
  await setRow(user, imageId, { status: { S: 'failed' }, reason: { S: 'processing-failed' }, renditions: { S: '[]' } });
  const { code, stdout } = await repair('failed', '--yes');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/sent +[1-9]/)]);
  expect(await finished(user, imageId)).toMatchObject({ status: 'ready', renditions: expect.arrayContaining([expect.objectContaining({ size: 'medium' })]) });
}, 120_000);

// holds: threat.operator.duplicate-repair
test('a dead message and a dead event are sent to the queue, and unreadable ones stay', async () => {
  const [message, event] = await Promise.all([lost(), lost()]);
  const deadEvents = await urlOf('EventDeadLetterQueue');
  await send(deployment.outputs.DeadLetterQueueUrl, JSON.stringify(message));
  await send(deployment.outputs.DeadLetterQueueUrl, 'of a stranger');
  await send(deadEvents, JSON.stringify({
    version: '1.0',
    requestContext: { condition: 'RetriesExhausted' },
    requestPayload: { 'source': 'aws.s3', 'detail-type': 'Object Created', 'detail': { object: { key: event.key, size: event.size, etag: event.etag } } },
  }));
  const { code, stdout } = await repair('dead-letters', '--yes');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/left out +[1-9]\d*, not written by this system/)]);
  for (const { image_id } of [message, event]) expect((await finished(user, image_id)).status).toBe('ready');
}, 120_000);

// holds: threat.operator.duplicate-repair
test('a repair that was stopped is completed by the next, and no image is replaced twice', async () => {
  const images = await Promise.all(Array.from({ length: 5 }, async () => outdated()));
  expect((await repair('outdated', '--yes', '--max-images', '2')).stdout).toMatch(/sent +2,[^]*Not everything was checked/);
  const input = JSON.stringify({ repair: 'outdated', dry_run: false, user_id: user.id });
  const { executionArn } = await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: arn, input }));
  await stepFunctions.send(new StopExecutionCommand({ executionArn }));
  expect((await repair('outdated', '--yes')).code).toBe(0);
  for (const { imageId } of images) {
    await poll('new renditions', async () => isOfToday(imageId));
    await poll('its event', async () => (await told(imageId)).length > 1);
  }
  for (const { imageId } of images) expect((await told(imageId)).map(({ reprocessed }) => reprocessed)).toEqual([false, true]);
}, 180_000);

// holds: threat.operator.duplicate-repair
test('five messages about one outdated image bring one replacement and one event', async () => {
  const { imageId } = await outdated();
  const { updated_at: updatedAt } = (await rowOf(user, imageId))!;
  const key = `uploads/${user.id}/${imageId}`;
  const message = { user_id: user.id, image_id: imageId, key, size: 1, etag: 'etag', replaces: updatedAt.S };
  await Promise.all([1, 2, 3, 4, 5].map(async attempt => send(deployment.outputs.QueueUrl, JSON.stringify({ ...message, attempt }))));
  await poll('new renditions', async () => isOfToday(imageId));
  // One for the upload and one for each message. A message that comes after the replacement starts no workflow.
  await poll('all messages', async () => (await linesAbout(imageId, 'Orchestrator')).filter(line => /workflow started|ignored/.test(line)).length >= 6);
  await poll('all workflows', async () => {
    const { StateMachineArn: stateMachineArn } = deployment.outputs;
    const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
    const own = executions.filter(({ name }) => name?.startsWith(imageId));
    return own.length > 1 && own.every(({ status }) => status === 'SUCCEEDED');
  });
  expect((await told(imageId)).map(({ reprocessed }) => reprocessed)).toEqual([false, true]);
}, 120_000);

test('an outdated image whose new run is rejected stays ready as it was, with its original, and matches again', async () => {
  const { imageId, oldKeys } = await outdated(photo);
  const before = (await rowOf(user, imageId))!;
  const original = { Bucket: deployment.outputs.InputBucketName, Key: `uploads/${user.id}/${imageId}` };
  await s3.send(new PutObjectCommand({ ...original, ContentType: 'image/jpeg', Body: truncated(photo) }));
  expect((await repair('outdated', '--yes')).code).toBe(0);
  const { reprocessing_reason: reason, ...after } = await poll('the end of the new run', async () => {
    const row = await rowOf(user, imageId);
    return row?.reprocessing_reason !== undefined && row;
  });
  expect([reason, after]).toEqual([{ S: 'corrupt-image' }, before]);
  for (const key of oldKeys) expect(await tagsOf(key)).toEqual({});
  expect((await s3.send(new HeadObjectCommand(original))).ContentLength).toBe(truncated(photo).length);
  expect((await repair('outdated', '--dry-run')).stdout).toMatch(/to send +[1-9]/);
  expect(await told(imageId)).toHaveLength(1);
}, 120_000);

test('an image that is deleted while it is processed again stays deleted', async () => {
  const { imageId } = await outdated(photo);
  const running = repair('outdated', '--yes');
  await poll('the new run', async () => (await rowOf(user, imageId))?.reprocessing_since !== undefined, { everyMs: 20 });
  expect((await call('DELETE', `/image/${imageId}`, { token: user.idToken })).status).toBe(204);
  expect((await running).code).toBe(0);
  await poll('the clean-up', async () => (await Promise.all(['images', 'work'].map(async prefix => keysUnder('OutputBucketName', `${prefix}/${user.id}/${imageId}/`)))).flat().length === 0);
  expect(await keysUnder('InputBucketName', `uploads/${user.id}/${imageId}`)).toEqual([]);
  expect(await rowOf(user, imageId)).toBeUndefined();
}, 120_000);

/** An upload whose event is as good as lost; what the queue should have been told. */
async function lost(): Promise<{ user_id: string; image_id: string; key: string; size: number; etag: string }> {
  const image = await grant(user, 'lost.jpg', 'image/jpeg');
  await setRow(user, image.image_id, { status: { S: 'failed' } });
  expect((await put(image, photo)).status).toBe(200);
  await poll('the upload to be ignored', async () => (await linesAbout(image.image_id, 'Orchestrator')).some(line => line.includes('ignored')));
  await setRow(user, image.image_id, { status: { S: 'pending' } });
  const key = `uploads/${user.id}/${image.image_id}`;
  const { ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket: deployment.outputs.InputBucketName, Key: key }));
  return { user_id: user.id, image_id: image.image_id, key, size: photo.length, etag: ETag.replaceAll('"', '') };
}

async function send(QueueUrl: string, MessageBody: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

async function tagsOf(Key: string): Promise<Record<string, string>> {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket: deployment.outputs.OutputBucketName, Key }));
  return Object.fromEntries(TagSet.map(({ Key: name, Value }) => [name!, Value!]));
}

async function urlOf(part: string): Promise<string> {
  const { Functions } = await signedCall<{ Functions: { Environment?: { Variables: Record<string, string> } }[] }>({ service: 'lambda', path: '/2015-03-31/functions/' });
  const variables = Functions.map(({ Environment }) => Environment?.Variables ?? {}).find(({ TABLE_NAME, EVENT_DEAD_LETTER_QUEUE_URL }) =>
    TABLE_NAME === deployment.outputs.TableName && EVENT_DEAD_LETTER_QUEUE_URL?.includes(part));
  return variables!.EVENT_DEAD_LETTER_QUEUE_URL;
}
