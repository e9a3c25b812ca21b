import { S3Client } from '@aws-sdk/client-s3';
import { presignedLife } from '../../../api/http/expiry';
import { CREDENTIALS } from '../../support/settings';

const NOW = new Date('2026-01-02T03:04:05Z');

/** A client whose role's session ends so many seconds from now. */
function clientWith(left: number | undefined): S3Client {
  const expiration = left === undefined ? undefined : new Date(NOW.getTime() + left * 1000);
  return new S3Client({ ...CREDENTIALS, credentials: async () => ({ ...CREDENTIALS.credentials, expiration }) });
}

test.each<[number | undefined, number]>([
  [undefined, 300], [301, 300], [300, 300], [299, 299], [299.9, 299], [1, 1],
])('with %p s left of the session, a URL for 300 s works %i s', async (left, seconds) => {
  expect(await presignedLife(clientWith(left), 300, NOW)).toBe(seconds);
});

test.each([0.9, 0, -5])('fails with %p s left, naming the end', async (left) => {
  await expect(presignedLife(clientWith(left), 300, NOW)).rejects.toThrow(/session of the signing role ended at 2026-01-02T03:04:0/);
});
