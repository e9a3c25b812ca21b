import { generateKeyPairSync } from 'node:crypto';
import { checkSignedUrl } from '../../../../../integ/end-to-end/check-signed-url';
import { CloudFrontUrls, downloadName, SignedUrl } from '../../../../api/image-retrieval/delivery/url-signer';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const KEY = 'images/84282428-50a1-70f4-b0a5-3c0e1d3e4b6a/01900000-0000-7000-8000-000000000001/0123abcd/medium.webp';
const NAMES = ['plain.webp', 'ファイル 100% (1)+é.webp', 'a"b;c\\d\'e*f!~.webp', '😀👩‍👧.webp', '?a=b&Expires=1.webp'];

const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const pairs = { EC: elliptic, RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }) };
const distribution = (at: number, { publicKey } = elliptic) => ({ trustedKeys: { K1: publicKey }, now: new Date(at) });

function sign(filename = 'plain.webp', { privateKey } = elliptic): Promise<SignedUrl> {
  const keys = { current: async () => ({ privateKey, keyPairId: 'K1' }) };
  return new CloudFrontUrls({ domain: 'd111.cloudfront.net', keys, expiresInSeconds: 300, now: () => NOW }).sign({ key: KEY, contentType: 'image/webp', filename });
}

describe.each(Object.entries(pairs))('a URL signed with an %s key', (_kind, pair) => {
  test.each(NAMES)('opens the rendition to be saved as %p, until it expires', async (name) => {
    const { url, expiresAt } = await sign(name, pair);
    const end = expiresAt.getTime();
    expect(checkSignedUrl(url, distribution(end - 1, pair))).toEqual({ admitted: true, resource: url.slice(0, url.indexOf('&Expires=')) });
    expect(checkSignedUrl(url, distribution(end, pair))).toEqual({ admitted: false, why: 'expired' });
  });
});

test('a URL expires at its expiresAt, counted from the second of signing', async () => {
  expect((await sign()).expiresAt).toEqual(new Date('2026-01-02T03:09:05.000Z'));
});

test('a URL contains the object key, and the file name as an RFC 8187 value', async () => {
  for (const name of NAMES) {
    const url = new URL((await sign(name)).url);
    expect(url.origin + url.pathname).toBe(`https://d111.cloudfront.net/${KEY}`);
    const [, value] = /^inline; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(url.searchParams.get('response-content-disposition') ?? '') ?? [];
    expect(decodeURIComponent(value)).toBe(name);
  }
});

test('a URL arrives as it was signed: a browser encodes nothing more of it', async () => {
  for (const name of NAMES) {
    const { url } = await sign(name);
    expect(new URL(url).href).toBe(url);
  }
});

test.each<[string, (url: string) => string, string]>([
  ['another size', (url) => url.replace('medium.webp', 'large.webp'), 'forged'],
  ['another user', (url) => url.replace('84282428', '84282429'), 'forged'],
  ['another domain', (url) => url.replace('d111.', 'd112.'), 'forged'],
  ['another name', (url) => url.replace('plain', 'plane'), 'forged'],
  ['a longer life', (url) => url.replace(/Expires=\d+/, 'Expires=4102444800'), 'forged'],
  ['another response header', (url) => `${url}&response-content-type=text%2Fhtml`, 'forged'],
  ['the older hash', (url) => url.replace('&Hash-Algorithm=SHA256', ''), 'forged'],
  ['a key that is not trusted', (url) => url.replace('=K1', '=K2'), 'unknown key'],
  ['no signature', (url) => url.slice(0, url.indexOf('&Expires')), 'unsigned'],
])('a URL changed to %s is rejected', async (_title, change, why) => {
  const { url } = await sign();
  expect(change(url)).not.toBe(url);
  expect(checkSignedUrl(change(url), distribution(NOW.getTime()))).toEqual({ admitted: false, why });
});

test('a signature of another key is rejected', async () => {
  const { url } = await sign(undefined, generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
  expect(checkSignedUrl(url, distribution(NOW.getTime()))).toEqual({ admitted: false, why: 'forged' });
});

test('the longest name makes a URL that fits into a Location header', async () => {
  const { url } = await sign(downloadName('😀'.repeat(255), 'medium', 'webp'), pairs.RSA);
  expect(url.length).toBeLessThan(8_000);
});
