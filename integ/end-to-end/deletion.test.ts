import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { call, deployment, finished, grant, Grant, newUser, put, User } from './backend';
import { keysUnder } from './buckets';
import { linesAbout } from './log-lines';
import { photograph, truncated } from './pictures';
import { poll } from '../local-aws/poll';

const photo = photograph('french-alpine-landscape');
const dynamo = new DynamoDBClient();
const stepFunctions = new SFNClient();

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

const granted = () => grant(user, 'deleted.jpg', 'image/jpeg');
const remove = async ({ image_id }: Grant) => (await call('DELETE', `/image/${image_id}`, { token: user.idToken })).status;
const statusOf = async ({ image_id }: Grant) => (await call('GET', `/image/${image_id}`, { token: user.idToken })).body.status;

async function objectsOf({ image_id }: Grant): Promise<string[]> {
  const keys = await Promise.all([
    keysUnder('InputBucketName', `uploads/${user.id}/${image_id}`),
    keysUnder('OutputBucketName', `images/${user.id}/${image_id}/`),
    keysUnder('OutputBucketName', `work/${user.id}/${image_id}/`),
  ]);
  return keys.flat();
}

async function hasRow({ image_id }: Grant): Promise<boolean> {
  const { Item } = await dynamo.send(new GetItemCommand({
    TableName: deployment.outputs.TableName, Key: { user_id: { S: user.id }, image_id: { S: image_id } }, ConsistentRead: true,
  }));
  return Item !== undefined;
}

/** How the image's workflow ended, once each of its uploads came through the queue; nothing where none was started. */
async function ends({ image_id }: Grant, uploads = 1): Promise<string[]> {
  await poll('the uploads to come through the queue', async () => (await linesAbout(image_id, 'Orchestrator')).length >= uploads);
  return poll(`the workflow of ${image_id} to end`, async () => {
    const { StateMachineArn: stateMachineArn } = deployment.outputs;
    const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
    const own = executions.filter(({ name }) => name?.startsWith(image_id)).map(({ status }) => String(status));
    return own.includes('RUNNING') ? undefined : own;
  });
}

async function expectNothingLeft(image: Grant): Promise<void> {
  expect(await objectsOf(image)).toEqual([]);
  expect(await hasRow(image)).toBe(false);
  expect((await linesAbout(image.image_id)).filter(line => line.includes('"ERROR"'))).toEqual([]);
}

/** Moments of an image's life, as they show from outside. */
const MOMENTS: Readonly<Record<string, (image: Grant) => Promise<unknown>>> = {
  'right after its bytes were sent': async () => true,
  'when the workflow has it': async image => await statusOf(image) !== 'pending',
  'when working files are written': async ({ image_id }) => (await keysUnder('OutputBucketName', `work/${user.id}/${image_id}/`)).length > 0,
  'when the first rendition is written': async ({ image_id }) => (await keysUnder('OutputBucketName', `images/${user.id}/${image_id}/`)).length > 0,
  'when the last rendition is written': async ({ image_id }) => (await keysUnder('OutputBucketName', `images/${user.id}/${image_id}/`)).length >= 8,
};

test.each(Object.keys(MOMENTS))('an image deleted %s leaves nothing behind, and its workflow ends quietly', async moment => {
  const image = await granted();
  expect((await put(image, photo)).status).toBe(200);
  await poll(moment, async () => MOMENTS[moment](image), { everyMs: 5 });
  expect(await remove(image)).toBe(204);
  expect(await statusOf(image)).toBe(404);
  for (const end of await ends(image)) expect(end).toBe('SUCCEEDED');
  await expectNothingLeft(image);
}, 90_000);

// holds: threat.operator.deletion-during-processing
test('many images deleted at any moment of their processing leave nothing behind', async () => {
  const images = await Promise.all(Array.from({ length: 8 }, granted));
  for (const image of images) expect((await put(image, photo)).status).toBe(200);
  // From the first on, while the last ones start: the others are then anywhere between.
  for (const [index, image] of images.entries()) {
    expect(await remove(image)).toBe(204);
    const last = images.at(-1 - index)!;
    await poll('an image to go on', async () => await statusOf(last) !== 'pending', { everyMs: 20 });
  }
  for (const image of images) {
    for (const end of await ends(image)) expect(end).toBe('SUCCEEDED');
    await expectNothingLeft(image);
  }
}, 120_000);

test('what is uploaded for an image that was deleted before is removed, and starts nothing', async () => {
  const image = await granted();
  expect(await remove(image)).toBe(204);
  expect((await put(image, photo)).status).toBe(200);
  expect(await ends(image)).toEqual([]);
  await expectNothingLeft(image);
}, 60_000);

test('a ready image can be deleted twice', async () => {
  const image = await granted();
  await put(image, photo);
  expect((await finished(user, image.image_id)).status).toBe('ready');
  expect((await objectsOf(image)).length).toBeGreaterThan(8);
  expect(await remove(image)).toBe(204);
  expect(await remove(image)).toBe(204);
  await expectNothingLeft(image);
}, 90_000);

test('what is uploaded for an image that was rejected before is removed', async () => {
  const image = await granted();
  await put(image, truncated(photo));
  expect((await finished(user, image.image_id)).status).toBe('rejected');
  await ends(image);
  expect((await put(image, photo)).status).toBe(200);
  await ends(image, 2);
  expect(await objectsOf(image)).toEqual([]);
  expect(await statusOf(image)).toBe('rejected');
}, 90_000);
