import { Readable } from 'node:stream';
import { GetObjectCommand, GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { S3Objects } from '../../../pipeline/imaging/objects';

const s3 = mockClient(S3Client);
const objects = new S3Objects(new S3Client({}), 'bucket');

function answer(chunks: string[], contentLength?: number): void {
  const body = Readable.from(chunks.map(chunk => Buffer.from(chunk))) as unknown as GetObjectCommandOutput['Body'];
  s3.on(GetObjectCommand).resolves({ Body: body, ContentLength: contentLength });
}

beforeEach(() => s3.reset());

test.each([[undefined], [6]])('an object received in chunks is joined, with Content-Length %p', async length => {
  answer(['ab', 'cde', 'f'], length);
  const { bytes, size } = await objects.get('key');
  expect([bytes.toString(), size]).toEqual(['abcdef', 6]);
});

test('fails if the response ends before its Content-Length', async () => {
  answer(['ab'], 6);
  await expect(objects.get('key')).rejects.toThrow('expected an object of 6 bytes, but the response ended after 2');
});
