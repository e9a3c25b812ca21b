import { S3Client, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { CLIENT_SETTINGS, reportHost } from '../../runtime/clients';
import { CREDENTIALS } from '../support/settings';

function failing(name: string): S3Client {
  const handle = () => Promise.reject(Object.assign(new Error('no connection.'), { name }));
  return reportHost(new S3Client({ ...CREDENTIALS, maxAttempts: 1, requestHandler: { handle } as never }));
}

// holds: threat.vpc.hanging-call
test('a connection timeout names its host', async () => {
  await expect(failing('TimeoutError').send(new ListObjectsV2Command({ Bucket: 'images' })))
    .rejects.toThrow('no connection. Host: images.s3.eu-west-1.amazonaws.com. In a VPC, check that it has an endpoint for this service.');
});

test('other errors are left as they are', async () => {
  await expect(failing('Other').send(new ListObjectsV2Command({ Bucket: 'images' }))).rejects.toThrow(/^no connection\.$/);
});

test('all tries at a connection end before the shortest function timeout', () => {
  expect(CLIENT_SETTINGS.maxAttempts * CLIENT_SETTINGS.requestHandler.connectionTimeout).toBeLessThan(8_000);
});
