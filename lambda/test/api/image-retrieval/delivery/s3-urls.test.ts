import { S3Client } from '@aws-sdk/client-s3';
import { S3Urls } from '../../../../api/image-retrieval/delivery/s3-urls';
import { CREDENTIALS } from '../../../support/settings';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const PICTURE = { key: 'images/user/id/0123abcd/medium.webp', contentType: 'image/webp', filename: 'a-medium.webp' };

test.each([[undefined, 300], [600, 300], [120, 120]])('with %p s left of the session of the role, a URL lasts %i s, and says so', async (left, seconds) => {
  const expiration = left === undefined ? undefined : new Date(NOW.getTime() + left * 1000);
  const s3 = new S3Client({ ...CREDENTIALS, credentials: async () => ({ ...CREDENTIALS.credentials, expiration }) });
  const { url, expiresAt } = await new S3Urls({ s3, bucket: 'output', expiresInSeconds: 300, now: () => NOW }).sign(PICTURE);
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(seconds));
  expect(expiresAt).toEqual(new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + seconds * 1000));
});
