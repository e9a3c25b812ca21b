import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { ImageRequest, ValidationVerdict } from '../../../../src/contract/workflow';
import { UPLOAD } from '../imaging/support/process-image';
import { body, failure, ENVIRONMENT } from '../imaging/support/s3';
import { plain } from '../imaging/support/samples';

const s3 = mockClient(S3Client);
let handler: (request: ImageRequest) => Promise<ValidationVerdict>;

beforeAll(() => {
  Object.assign(process.env, ENVIRONMENT);
  ({ handler } = jest.requireActual<{ handler: typeof handler }>('../../../pipeline/validation/index'));
});
beforeEach(() => s3.reset());

test('validates the head of the object and takes its size from Content-Range', async () => {
  const bytes = await plain(30, 20, '#fff');
  s3.on(GetObjectCommand).resolves({ Body: body(bytes), ContentRange: `bytes 0-${bytes.length - 1}/${bytes.length}`, ContentType: 'image/png' });
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'accepted', type: 'image/png', size: bytes.length, width: 30, height: 20, frames: 1 });
  expect(s3.commandCalls(GetObjectCommand).map(call => call.args[0].input)).toEqual([{ Bucket: 'input', Key: UPLOAD.key, Range: 'bytes=0-65535' }]);
});

test('rejects by the size of the whole object', async () => {
  const bytes = await plain(30, 20, '#fff');
  s3.on(GetObjectCommand).resolves({ Body: body(bytes), ContentRange: 'bytes 0-65535/999999999', ContentType: 'image/png' });
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'rejected', reason: 'file-too-large' });
});

test('rejects an empty object, of which no range can be read', async () => {
  s3.on(GetObjectCommand).rejects(failure('InvalidRange', 416));
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'rejected', reason: 'empty-file' });
});

test('reports a missing original', async () => {
  s3.on(GetObjectCommand).rejects(failure('NoSuchKey', 404));
  expect(await handler({ upload: UPLOAD })).toEqual({ outcome: 'missing' });
});

test('fails if S3 fails', async () => {
  s3.on(GetObjectCommand).rejects(failure('AccessDenied', 403));
  await expect(handler({ upload: UPLOAD })).rejects.toMatchObject({ name: 'AccessDenied' });
});
