import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { call, deployment, finished, grant, newUser, put, User } from './backend';
import { s3 } from './buckets';
import { Consumer, startConsumer } from './events-received';
import { linesAbout } from './log-lines';
import { photograph } from './pictures';
import { putRow, removeRow, Row, rowOf, setRow } from './rows';
import { minutesAgo, sweep } from './sweeps';
import { executionsOf } from './workflow-runs';
import { poll } from '../local-aws/poll';

const photo = photograph('french-alpine-landscape');
const NOW = minutesAgo(0);
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

const ignored = async (imageId: string) => poll('the upload to be ignored', async () =>
  (await linesAbout(imageId, 'Orchestrator')).some(line => line.includes('ignored')));

/** An image whose bytes are there, and whose row is as a fault would have left it a while ago. No workflow had it. */
async function stuck(row: Row): Promise<string> {
  const image = await grant(user, 'stuck.jpg', 'image/jpeg');
  // For a finished image, the event of the upload is ignored: as good as lost.
  await setRow(user, image.image_id, { status: { S: 'failed' } });
  expect((await put(image, photo)).status).toBe(200);
  await ignored(image.image_id);
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

// holds: promise.verdict
test('an image whose workflow died is ready after a sweep', async () => {
  const imageId = await stuck({ status: { S: 'processing' }, claimed_by: GONE });
  await sweep();
  expect((await finished(user, imageId)).status).toBe('ready');
  expect(await told(imageId)).toEqual(['Image Ready']);
  const row = await rowOf(user, imageId);
  expect([row?.retries, row?.claimed_by, row?.unfinished]).toEqual([undefined, undefined, undefined]);
}, 90_000);

// holds: promise.verdict
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

// holds: threat.operator.repair-of-sound-image
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

test('an original without a row is reported, and left where it is', async () => {
  const imageId = '01890000-0000-7000-8000-000000000000';
  const original = { Bucket: deployment.outputs.InputBucketName, Key: `uploads/${user.id}/${imageId}` };
  const row = { user_id: { S: user.id }, image_id: { S: imageId } };
  // In the hands of another message: without a row, the orchestrator would remove what arrives.
  await putRow({ ...row, status: { S: 'processing' }, claimed_by: GONE });
  await s3.send(new PutObjectCommand({ ...original, Body: photo }));
  await ignored(imageId);
  await removeRow(row);
  await poll('the report', async () => {
    // The round stands right before it, whatever another sweep did.
    await putRow({ user_id: { S: 'sweep#originals' }, image_id: { S: 'round' }, started_at: NOW, updated_at: NOW, position: { S: `uploads/${user.id}/` } });
    await sweep();
    return (await linesAbout(imageId, 'Sweeper')).some(line => line.includes('an original without a row'));
  });
  await s3.send(new HeadObjectCommand(original));
  expect((await rowOf({ id: 'sweep#originals' }, 'round'))?.updated_at).not.toEqual(NOW);
}, 60_000);

test('each of these images was told of once', async () => {
  const own = (await consumer.receive()).filter(({ detail }) => detail.user_id === user.id);
  const images = own.map(({ detail }) => detail.image_id);
  expect(images).toHaveLength(5);
  expect(new Set(images).size).toBe(images.length);
});
