import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { call, deployment, finished, grant, newUser, put, upload, User } from './backend';
import { photograph, truncated } from './pictures';
import { poll } from '../local-aws/poll';

let user: User;
let other: User;
beforeAll(async () => {
  [user, other] = await Promise.all([newUser(), newUser()]);
}, 60_000);

const s3 = new S3Client({ forcePathStyle: true });
const sqs = new SQSClient();

async function keys(bucket: string, imageId: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key }) => Key!).filter(key => key.includes(imageId));
}

test('a corrupt file is rejected with its reason, and its original is removed', async () => {
  const imageId = await upload(user, 'half.jpg', 'image/jpeg', truncated(photograph('dust-bowl-home')));
  expect(await finished(user, imageId)).toMatchObject({ status: 'rejected', reason: 'corrupt-image', renditions: [] });
  const rendition = await call('GET', `/image/${imageId}?size=medium`, { token: user.idToken });
  expect(rendition.status).toBe(422);
  expect(rendition.body).toMatchObject({ code: 'image-rejected', detail: expect.stringContaining('corrupt-image') });
  await poll('the original to be removed', async () => (await keys(deployment.outputs.InputBucketName, imageId)).length === 0);
}, 90_000);

test('rejects a file that is not what its type says', async () => {
  const imageId = await upload(user, 'photo.png', 'image/png', photograph('nagasaki-boats'));
  expect(await finished(user, imageId)).toMatchObject({ status: 'rejected', reason: 'type-mismatch' });
}, 90_000);

test('rejects a type that is no accepted image before anything is uploaded', async () => {
  const { status, body } = await call('POST', '/upload', { token: user.idToken, body: { filename: 'a.svg', content_type: 'image/svg+xml' } });
  expect(status).toBe(415);
  expect(body.code).toBe('unsupported-type');
});

test('S3 refuses a body of another length or type than the grant says', async () => {
  const photo = photograph('allium-oreophilum');
  const granted = await grant(user, 'a.jpg', 'image/jpeg', photo.length);
  expect((await put(granted, photo.subarray(1))).status).toBe(403);
  expect((await put({ ...granted, headers: { ...granted.headers, 'content-type': 'text/html' } }, photo)).status).toBe(403);
  expect((await call('GET', `/image/${granted.image_id}`, { token: user.idToken })).body.status).toBe('pending');
});

test('the same upload reported again makes no second set of renditions', async () => {
  const photo = photograph('acanthus-mollis');
  const granted = await grant(user, 'twice.jpg', 'image/jpeg', photo.length);
  // Two equal writes give two events of the same object, as a redelivery by S3 or EventBridge does.
  const answers = await Promise.all([put(granted, photo), put(granted, photo)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const first = await finished(user, granted.image_id);
  expect(first.status).toBe('ready');
  const before = (await keys(deployment.outputs.OutputBucketName, granted.image_id)).filter(key => key.startsWith('images/')).sort();
  expect(before).toHaveLength(8);

  const [key] = await keys(deployment.outputs.InputBucketName, granted.image_id);
  const message = { user_id: key.split('/')[1], image_id: granted.image_id, key, size: photo.length, etag: answers[0].headers.get('etag')!.replaceAll('"', '') };
  for (let copy = 0; copy < 3; copy++) {
    await sqs.send(new SendMessageCommand({ QueueUrl: deployment.outputs.QueueUrl, MessageBody: JSON.stringify(message) }));
  }
  await poll('the queue to be empty', async () => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: deployment.outputs.QueueUrl, AttributeNames: ['All'] }));
    return Attributes.ApproximateNumberOfMessages === '0' && Attributes.ApproximateNumberOfMessagesNotVisible === '0';
  });
  expect((await keys(deployment.outputs.OutputBucketName, granted.image_id)).filter(key_ => key_.startsWith('images/')).sort()).toEqual(before);
  expect((await call('GET', `/image/${granted.image_id}`, { token: user.idToken })).body).toEqual(first);
}, 120_000);

describe('an image of another user', () => {
  let imageId: string;
  beforeAll(async () => {
    imageId = await upload(user, 'mine.jpg', 'image/jpeg', photograph('french-alpine-landscape'));
    expect((await finished(user, imageId)).status).toBe('ready');
  }, 90_000);

  test.each(['', '?size=medium', '?size=medium&redirect=true'])('is not found: GET /image/{id}%s', async query => {
    const { status, body } = await call('GET', `/image/${imageId}${query}`, { token: other.idToken });
    expect(status).toBe(404);
    expect(body.code).toBe('image-not-found');
  });

  test('is not listed, and cannot be deleted', async () => {
    expect((await call('GET', '/images', { token: other.idToken })).body.items).toEqual([]);
    await call('DELETE', `/image/${imageId}`, { token: other.idToken });
    expect((await call('GET', `/image/${imageId}`, { token: user.idToken })).status).toBe(200);
  });

  test('rejects a size that does not exist, naming those that do', async () => {
    const { status, body } = await call('GET', `/image/${imageId}?size=huge`, { token: user.idToken });
    expect(status).toBe(400);
    expect(body.code).toBe('unknown-size');
    expect(body.detail).toMatch(/thumbnail.*small.*medium.*large/);
  });

  test('redirects its owner to the picture itself', async () => {
    const answer = await call('GET', `/image/${imageId}?size=small&redirect=true`, { token: user.idToken, headers: { accept: 'image/webp,*/*' } });
    expect(answer.status).toBe(302);
    const picture = await fetch(answer.headers.get('location')!);
    expect(picture.headers.get('content-type')).toBe('image/webp');
  });

  test('is gone with all its objects when its owner deletes it', async () => {
    const remove = () => call('DELETE', `/image/${imageId}`, { token: user.idToken });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect((await call('GET', `/image/${imageId}`, { token: user.idToken })).status).toBe(404);
    expect(await keys(deployment.outputs.OutputBucketName, imageId)).toEqual([]);
    expect(await keys(deployment.outputs.InputBucketName, imageId)).toEqual([]);
  });
});
