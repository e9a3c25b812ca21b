import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { call, deployment, finished, grant, newUser, put, User } from './backend';
import { s3 } from './buckets';
import { Consumer, startConsumer } from './events-received';
import { linesAbout } from './log-lines';
import { photograph } from './pictures';
import { Row, rowOf, setRow } from './rows';
import { minutesAgo, sweep } from './sweeps';
import { executionsOf } from './workflow-runs';
import { poll } from '../local-aws/poll';

const photo = photograph('french-alpine-landscape');
const GONE = { S: 'a message that is gone' };

let user: User;
let consumer: Consumer;
beforeAll(async () => {
  user = await newUser();
  consumer = await startConsumer('sweeper-test');
}, 60_000);
afterAll(async () => consumer?.stop());

const granted = async () => (await grant(user, 'stuck.jpg', 'image/jpeg')).image_id;
const startsOf = async (imageId: string) => (await executionsOf(user)).filter(id => id === imageId).length;
const told = async (imageId: string) => poll(`an event about ${imageId}`, async () => {
  const types = (await consumer.about(imageId)).map(event => event['detail-type']);
  return types.length > 0 && types;
});

/** An image whose bytes are there, and whose row is as a fault would have left it a while ago. No workflow had it. */
async function stuck(row: Row): Promise<string> {
  const image = await grant(user, 'stuck.jpg', 'image/jpeg');
  // For a finished image, the event of the upload is ignored: as good as lost.
  await setRow(user, image.image_id, { status: { S: 'failed' } });
  expect((await put(image, photo)).status).toBe(200);
  await poll('the upload to be ignored', async () => (await linesAbout(image.image_id, 'Orchestrator')).some(line => line.includes('ignored')));
  await setRow(user, image.image_id, { updated_at: minutesAgo(16), ...row });
  return image.image_id;
}

test('an upload whose event was lost is ready after a sweep', async () => {
  const imageId = await stuck({ status: { S: 'pending' } });
  await sweep();
  expect((await finished(user, imageId)).status).toBe('ready');
  expect(await told(imageId)).toEqual(['Image Ready']);
  expect(await startsOf(imageId)).toBe(1);
}, 90_000);

test('an image whose workflow died is ready after a sweep', async () => {
  const imageId = await stuck({ status: { S: 'processing' }, claimed_by: GONE });
  await sweep();
  expect((await finished(user, imageId)).status).toBe('ready');
  expect(await told(imageId)).toEqual(['Image Ready']);
  const row = await rowOf(user, imageId);
  expect([row?.retries, row?.claimed_by, row?.unfinished]).toEqual([undefined, undefined, undefined]);
}, 90_000);

test('an image that two more tries did not bring to an end is failed, and its consumers are told', async () => {
  const imageId = await stuck({ status: { S: 'processing' }, claimed_by: GONE, retries: { N: '2' } });
  await sweep();
  expect(await finished(user, imageId)).toMatchObject({ status: 'failed', reason: 'processing-failed' });
  expect(await told(imageId)).toEqual(['Image Failed']);
  expect((await rowOf(user, imageId))?.unfinished).toBeUndefined();
}, 90_000);

test('an image that lost its original while it was processed is failed, and its consumers are told', async () => {
  const imageId = await stuck({ status: { S: 'processing' }, claimed_by: GONE });
  await s3.send(new DeleteObjectCommand({ Bucket: deployment.outputs.InputBucketName, Key: `uploads/${user.id}/${imageId}` }));
  await sweep();
  expect((await finished(user, imageId)).status).toBe('failed');
  expect(await told(imageId)).toEqual(['Image Failed']);
}, 90_000);

test('five sweeps at once start one workflow of a stuck image', async () => {
  const imageId = await stuck({ status: { S: 'processing' }, claimed_by: GONE });
  await Promise.all(Array.from({ length: 5 }, sweep));
  expect((await finished(user, imageId)).status).toBe('ready');
  expect(await told(imageId)).toEqual(['Image Ready']);
  expect(await startsOf(imageId)).toBe(1);
}, 90_000);

test('a grant that was never used is gone once it can no longer be, and not before', async () => {
  const [open, expired] = [await granted(), await granted()];
  for (const imageId of [open, expired]) await setRow(user, imageId, { updated_at: minutesAgo(25 * 60) });
  await setRow(user, expired, { expires_at: { N: String(Math.floor(Date.now() / 1000) - 60) } });
  await sweep();
  expect(await rowOf(user, expired)).toBeUndefined();
  expect((await call('GET', `/image/${open}`, { token: user.idToken })).body.status).toBe('pending');
}, 60_000);

test('an image that something happened to a moment ago is left alone', async () => {
  const imageId = await stuck({ status: { S: 'processing' }, claimed_by: GONE, updated_at: minutesAgo(14) });
  const before = await rowOf(user, imageId);
  await sweep();
  expect(await rowOf(user, imageId)).toEqual(before);
  expect(await startsOf(imageId)).toBe(0);
}, 60_000);

test('each of these images was told of once', async () => {
  const own = (await consumer.receive()).filter(({ detail }) => detail.user_id === user.id);
  const images = own.map(({ detail }) => detail.image_id);
  expect(images).toHaveLength(5);
  expect(new Set(images).size).toBe(images.length);
});
