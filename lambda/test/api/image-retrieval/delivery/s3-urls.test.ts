import { S3Client } from '@aws-sdk/client-s3';
import { downloadName, S3Urls } from '../../../../api/image-retrieval/delivery/url-signer';
import { CREDENTIALS } from '../../../support/settings';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const DOWNLOAD = { key: 'images/user/id/0123abcd/medium.webp', contentType: 'image/webp', filename: 'a-medium.webp' };

async function sign(filename: string): Promise<URL> {
  const urls = new S3Urls({ s3: new S3Client(CREDENTIALS), bucket: 'output', expiresInSeconds: 60, now: () => NOW });
  return new URL((await urls.sign({ ...DOWNLOAD, filename })).url);
}

test.each([[undefined, 300], [600, 300], [120, 120]])('with %p s left in the session of the role, a URL lasts %i s, and expiresAt says so', async (left, seconds) => {
  const expiration = left === undefined ? undefined : new Date(NOW.getTime() + left * 1000);
  const s3 = new S3Client({ ...CREDENTIALS, credentials: async () => ({ ...CREDENTIALS.credentials, expiration }) });
  const { url, expiresAt } = await new S3Urls({ s3, bucket: 'output', expiresInSeconds: 300, now: () => NOW }).sign(DOWNLOAD);
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(seconds));
  expect(expiresAt).toEqual(new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + seconds * 1000));
});

// holds: threat.output.guessed-rendition
test('a download URL fixes type, name and life', async () => {
  const url = await sign('a.webp');
  expect(url.origin + url.pathname).toBe('https://output.s3.eu-west-1.amazonaws.com/images/user/id/0123abcd/medium.webp');
  expect(url.searchParams.get('response-content-type')).toBe('image/webp');
  expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
  expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host');
});

test.each(['ファイル 100% (1)+é.webp', 'a"b;c\\d\'e*f.webp', '😀👩‍👧.webp', '../../etc/passwd'])('the name %p survives as an RFC 8187 value', async (name) => {
  const disposition = (await sign(name)).searchParams.get('response-content-disposition') ?? '';
  const [, value] = /^inline; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(disposition) ?? [];
  expect(decodeURIComponent(value)).toBe(name);
});

test.each([
  ['photo.jpeg', 'photo-medium.webp'],
  ['photo', 'photo-medium.webp'],
  ['a.b.c', 'a.b-medium.webp'],
  ['.jpg', '.jpg-medium.webp'],
  ['ファイル.jpg', 'ファイル-medium.webp'],
])('the download of %p is named %p', (filename, expected) => {
  expect(downloadName(filename, 'medium', 'webp')).toBe(expected);
});

test('the longest name makes a URL that fits into a Location header', async () => {
  const url = await sign(downloadName('😀'.repeat(255), 'medium', 'webp'));
  expect(url.href.length).toBeLessThan(8_000);
});
