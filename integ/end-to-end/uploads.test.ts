import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { call, deployment, finished, grant, newUser, put, upload, User } from './backend';
import { keysUnder } from './buckets';
import { photograph, truncated } from './pictures';
import { poll } from '../local-aws/poll';

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

const sqs = new SQSClient();
const originals = (imageId: string) => keysUnder('InputBucketName', `uploads/${user.id}/${imageId}`);
const renditions = async (imageId: string) => (await keysUnder('OutputBucketName', `images/${user.id}/${imageId}/`)).sort();

// holds: promise.verdict, threat.image.polyglot-file
test('a corrupt file is rejected with its reason, and its original is removed', async () => {
  const imageId = await upload(user, 'half.jpg', 'image/jpeg', truncated(photograph('dust-bowl-home')));
  expect(await finished(user, imageId)).toMatchObject({ status: 'rejected', reason: 'corrupt-image', renditions: [] });
  await poll('the original to be removed', async () => (await originals(imageId)).length === 0);
}, 90_000);

// holds: threat.image.false-type
test('rejects a file that is not what its type says', async () => {
  const imageId = await upload(user, 'photo.png', 'image/png', photograph('nagasaki-boats'));
  expect(await finished(user, imageId)).toMatchObject({ status: 'rejected', reason: 'type-mismatch' });
}, 90_000);

// holds: threat.output.overwritten-rendition
test('the same upload reported again makes no second set of renditions', async () => {
  const photo = photograph('acanthus-mollis');
  const granted = await grant(user, 'twice.jpg', 'image/jpeg', photo.length);
  // Two equal writes give two events of the same object, as a redelivery by S3 or EventBridge does.
  const answers = await Promise.all([put(granted, photo), put(granted, photo)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const first = await finished(user, granted.image_id);
  expect(first.status).toBe('ready');
  const before = await renditions(granted.image_id);
  expect(before).toHaveLength(8);

  const [key] = await originals(granted.image_id);
  const message = { user_id: user.id, image_id: granted.image_id, key, size: photo.length, etag: answers[0].headers.get('etag')!.replaceAll('"', '') };
  for (let copy = 0; copy < 3; copy++) {
    await sqs.send(new SendMessageCommand({ QueueUrl: deployment.outputs.QueueUrl, MessageBody: JSON.stringify(message) }));
  }
  await poll('the queue to be empty', async () => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: deployment.outputs.QueueUrl, AttributeNames: ['All'] }));
    return Attributes.ApproximateNumberOfMessages === '0' && Attributes.ApproximateNumberOfMessagesNotVisible === '0';
  });
  expect(await renditions(granted.image_id)).toEqual(before);
  expect((await call('GET', `/image/${granted.image_id}`, { token: user.idToken })).body).toEqual(first);
}, 120_000);

test('a redirect leads to the picture itself', async () => {
  const imageId = await upload(user, 'mine.jpg', 'image/jpeg', photograph('french-alpine-landscape'));
  expect((await finished(user, imageId)).status).toBe('ready');
  const answer = await call('GET', `/image/${imageId}?size=small&redirect=true`, { token: user.idToken, headers: { accept: 'image/webp,*/*' } });
  const picture = await fetch(answer.headers.get('location')!);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
}, 90_000);
