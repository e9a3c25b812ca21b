import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import sharp from 'sharp';
import { call, deployment, finished, newUser, upload, User } from './backend';
import { keysUnder, s3 } from './buckets';
import { loadClient } from './client';
import { Consumer, startConsumer } from './events-received';
import { animation, uprightPortrait } from './pictures';
import { rowOf, setRow } from './rows';
import { runCommand } from './runbook/run-command';
import { poll } from '../local-aws/poll';

let user: User;
let consumer: Consumer;
beforeAll(async () => {
  user = await newUser();
  consumer = await startConsumer('moderation-test');
}, 60_000);
afterAll(async () => consumer?.stop());

/** What integ/moderation refuses, fails at and cannot decide. */
const [REFUSED, REFUSED_WITHOUT_A_WORD, FAULTY, UNDECIDED] = ['#fe01aa', '#aafe01', '#01aafe', '#7f01fe'];

const picture = async (background: string) => sharp({ create: { width: 640, height: 480, channels: 3, background } }).png().toBuffer();
const uploaded = async (background: string) => upload(user, 'a.png', 'image/png', await picture(background));
const originals = async (imageId: string) => keysUnder('InputBucketName', `uploads/${user.id}/${imageId}`);
const derived = async (imageId: string) => [
  ...await keysUnder('OutputBucketName', `images/${user.id}/${imageId}/`), ...await keysUnder('OutputBucketName', `work/${user.id}/${imageId}/`),
];

test('a refused image is rejected with the words of the function, in record, problem, client and event', async () => {
  const imageId = await uploaded(REFUSED);
  const refusal = { reason: 'content-refused', reason_detail: 'pink-picture' };
  expect(await finished(user, imageId)).toMatchObject({ status: 'rejected', ...refusal, renditions: [] });
  const { status, body } = await call('GET', `/image/${imageId}?size=medium`, { token: user.idToken });
  expect([status, body]).toEqual([422, expect.objectContaining({ code: 'image-rejected', image_id: imageId, ...refusal })]);
  const { ImageManagementClient } = await loadClient();
  const client = new ImageManagementClient({ baseUrl: deployment.outputs.ApiUrl });
  await client.auth.signIn(user);
  await expect(client.images.waitUntilReady(imageId)).rejects.toMatchObject({
    name: 'ImageRejectedError', reason: 'content-refused', reasonDetail: 'pink-picture',
  });
  const [event] = await poll('its event', async () => {
    const events = await consumer.about(imageId);
    return events.length > 0 && events;
  });
  expect(event).toMatchObject({ 'detail-type': 'Image Rejected', 'detail': { status: 'rejected', ...refusal } });
}, 120_000);

// holds: threat.workflow.unmoderated-content
test('nothing of a refused image is left but its row', async () => {
  const imageId = await uploaded(REFUSED_WITHOUT_A_WORD);
  expect(await finished(user, imageId)).toMatchObject({ status: 'rejected', reason: 'content-refused', reason_detail: 'unspecified' });
  await poll('its objects to be removed', async () => (await originals(imageId)).length + (await derived(imageId)).length === 0);
}, 120_000);

// holds: threat.workflow.unmoderated-content
test.each([
  ['throws', FAULTY], ['answers something else', UNDECIDED],
])('fails an image, and publishes nothing of it, where the function %s; its original is kept', async (_what, color) => {
  const imageId = await uploaded(color);
  expect(await finished(user, imageId)).toMatchObject({ status: 'failed', reason: 'processing-failed', renditions: [] });
  expect((await call('GET', `/image/${imageId}?size=medium`, { token: user.idToken })).status).toBe(409);
  expect(await originals(imageId)).toHaveLength(1);
}, 120_000);

test('the function gets an upright JPEG of an accepted image, and three of an animation of three frames', async () => {
  const [portrait, moving] = await Promise.all([
    upload(user, 'a.jpg', 'image/jpeg', await uprightPortrait(6)), upload(user, 'a.gif', 'image/gif', await animation(120, 90)),
  ]);
  for (const imageId of [portrait, moving]) expect((await finished(user, imageId)).status).toBe('ready');
  const shown = async (imageId: string) => (await keysUnder('OutputBucketName', `work/${user.id}/${imageId}/moderation/`)).sort();
  const [key, ...others] = await shown(portrait);
  expect(others).toEqual([]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: deployment.outputs.OutputBucketName, Key: key }));
  expect(await sharp(await Body!.transformToByteArray()).metadata()).toMatchObject({ format: 'jpeg', width: 600, height: 800 });
  expect(await shown(moving)).toHaveLength(3);
}, 120_000);

test('an image that is refused when it is processed again stays ready as it was', async () => {
  const imageId = await uploaded('#445566');
  expect((await finished(user, imageId)).status).toBe('ready');
  const row = (await rowOf(user, imageId))!;
  const renditions = JSON.parse(row.renditions.S!) as { recipe: string }[];
  const older = { S: JSON.stringify(renditions.map(rendition => ({ ...rendition, recipe: '00000000' }))) };
  await setRow(user, imageId, { renditions: older });
  const original = { Bucket: deployment.outputs.InputBucketName, Key: `uploads/${user.id}/${imageId}` };
  await s3.send(new PutObjectCommand({ ...original, ContentType: 'image/png', Body: await picture(REFUSED) }));

  const { stateMachines = [] } = await new SFNClient().send(new ListStateMachinesCommand({ maxResults: 1000 }));
  const arn = stateMachines.find(({ name }) => name?.includes('Repairs'))!.stateMachineArn!;
  expect((await runCommand('repair', 'outdated', '--yes', '--state-machine', arn, '--user', user.id)).code).toBe(0);
  const after = await poll('the end of the new run', async () => {
    const current = await rowOf(user, imageId);
    return current?.reprocessing_reason !== undefined && current;
  });
  expect([after.reprocessing_reason, after.status, after.renditions]).toEqual([{ S: 'content-refused' }, { S: 'ready' }, older]);
  expect(await originals(imageId)).toHaveLength(1);
  expect((await call('GET', `/image/${imageId}?size=medium`, { token: user.idToken })).status).toBe(200);
}, 180_000);
