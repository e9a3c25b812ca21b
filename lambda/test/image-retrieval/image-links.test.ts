import { S3Client } from '@aws-sdk/client-s3';
import { ImageLinks } from '../../image-retrieval/image-links';
import { toImage } from '../../shared/catalog/image-row';
import { CREDENTIALS, SETTINGS } from '../support/settings';
import { READY } from './support/api';

const NOW = new Date('2026-01-02T03:04:05.678Z');

test.each([[undefined, 300], [600, 300], [120, 120]])('with %p s left of the session of the role, a URL lasts %i s, and says so', async (left, seconds) => {
  const expiration = left === undefined ? undefined : new Date(NOW.getTime() + left * 1000);
  const s3 = new S3Client({ ...CREDENTIALS, credentials: async () => ({ ...CREDENTIALS.credentials, expiration }) });
  const links = new ImageLinks({ s3, outputBucket: 'output', settings: SETTINGS, expiresInSeconds: 300, now: () => NOW });
  const { body } = await links.answer(toImage(READY), { size: 'medium', redirect: false });
  const { url, expires_at } = body as { url: string; expires_at: string };
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(seconds));
  expect(expires_at).toBe(new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + seconds * 1000).toISOString());
});
