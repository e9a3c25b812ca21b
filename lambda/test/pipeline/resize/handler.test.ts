import { PassThrough } from 'node:stream';
import { GetObjectCommand, GetObjectCommandOutput, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { ImageRequest, ResizeVerdict } from '../../../../src/contract/workflow';
import { UPLOAD } from '../imaging/support/process-image';
import { body, ENVIRONMENT, failure } from '../imaging/support/s3';
import { plain } from '../imaging/support/samples';

const s3 = mockClient(S3Client);
let handler: (request: ImageRequest) => Promise<ResizeVerdict>;

beforeAll(() => {
  Object.assign(process.env, ENVIRONMENT);
  ({ handler } = jest.requireActual<{ handler: typeof handler }>('../../../pipeline/resize/index'));
});
beforeEach(() => s3.reset());

test('reads from the input bucket and writes finals and hand-overs to the output bucket', async () => {
  s3.on(GetObjectCommand).resolves({ Body: body(await plain(80, 60, '#336699')), ContentType: 'image/png' });
  s3.on(PutObjectCommand).resolves({});
  const verdict = await handler({ upload: UPLOAD });
  expect(verdict).toMatchObject({ outcome: 'accepted', width: 80, height: 60, renditions: [{ format: 'webp' }, { format: 'jpeg' }] });
  expect(s3.commandCalls(GetObjectCommand).map(call => call.args[0].input)).toEqual([{ Bucket: 'input', Key: UPLOAD.key }]);
  const writes = s3.commandCalls(PutObjectCommand).map(call => call.args[0].input);
  const prefix = `user/${UPLOAD.image_id}/0123abcd/`;
  expect(writes.map(({ Bucket, Key, ContentType, CacheControl }) => [Bucket, Key, ContentType, CacheControl])).toEqual([
    ['output', `work/${prefix}small.raster`, 'application/octet-stream', undefined],
    ['output', `images/${prefix}thumbnail.webp`, 'image/webp', 'private, max-age=31536000, immutable'],
    ['output', `images/${prefix}thumbnail.jpg`, 'image/jpeg', 'private, max-age=31536000, immutable'],
  ]);
});

test('rejects what cannot be decoded, and writes nothing', async () => {
  const bytes = await plain(80, 60, '#336699');
  s3.on(GetObjectCommand).resolves({ Body: body(bytes.subarray(0, 60)), ContentType: 'image/png' });
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'rejected', reason: 'corrupt-image' });
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
});

// holds: threat.image.decompression-bomb
test('rejects an object that grew beyond the limit after its validation, without reading it', async () => {
  const stream = new PassThrough();
  const unread = stream as unknown as GetObjectCommandOutput['Body'];
  s3.on(GetObjectCommand).resolves({ Body: unread, ContentLength: 10 ** 9, ContentType: 'image/png' });
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'rejected', reason: 'file-too-large' });
  expect(stream.destroyed).toBe(true);
});

test('reports a missing original', async () => {
  s3.on(GetObjectCommand).rejects(failure('NoSuchKey', 404));
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'missing' });
});

test('fails if a write fails', async () => {
  s3.on(GetObjectCommand).resolves({ Body: body(await plain(80, 60, '#336699')), ContentType: 'image/png' });
  s3.on(PutObjectCommand).rejects(failure('SlowDown', 503));
  await expect(handler({ upload: UPLOAD })).rejects.toMatchObject({ name: 'SlowDown' });
});
