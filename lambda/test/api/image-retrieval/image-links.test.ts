import { generateKeyPairSync } from 'node:crypto';
import { GetObjectCommand, GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { READY } from './support/api';
import { checkSignedUrl } from '../../../../integ/end-to-end/check-signed-url';
import { DeliverySettings } from '../../../../src/contract/delivery';
import { fingerprintOf } from '../../../../src/contract/signing-keys';
import { createUrlSigner } from '../../../api/image-retrieval/delivery/url-signer';
import { ImageLinks } from '../../../api/image-retrieval/image-links';
import { imageUrl } from '../../../api/schemas/answers';
import { toImage } from '../../../data/image-catalog';
import { CREDENTIALS, SETTINGS } from '../../support/settings';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const CLOUDFRONT: DeliverySettings = { kind: 'cloudfront', domain: 'd111.cloudfront.net', keyPairIds: { [fingerprintOf(publicKey)]: 'K1' } };

const s3 = mockClient(S3Client);

function linksThrough(delivery: DeliverySettings): ImageLinks {
  const urls = createUrlSigner(delivery, { s3: new S3Client(CREDENTIALS), bucket: 'output', expiresInSeconds: 300, now: () => NOW });
  return new ImageLinks({ urls, settings: SETTINGS });
}

beforeEach(() => {
  s3.reset();
  const Body = { transformToString: async () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() } as GetObjectCommandOutput['Body'];
  s3.on(GetObjectCommand).resolves({ Body });
});

test.each<[string, DeliverySettings, string]>([
  ['S3', { kind: 's3' }, 'output.s3.eu-west-1.amazonaws.com'], ['CloudFront', CLOUDFRONT, 'd111.cloudfront.net'],
])('through %s the answer has the same members, and the URL leads to the same object', async (_name, delivery, host) => {
  const { status, body } = await linksThrough(delivery).answer(toImage(READY), { size: 'medium', format: 'webp', redirect: false });
  const { url, expires_at } = imageUrl.parse(body);
  expect([status, expires_at]).toEqual([200, '2026-01-02T03:09:05.000Z']);
  expect(new URL(url).host).toBe(host);
  expect(new URL(url).pathname).toBe(`/${JSON.parse(String(READY.renditions))[3].key}`);
  expect(decodeURIComponent(new URL(url).searchParams.get('response-content-disposition') ?? '')).toContain('ファイル 100% (1)+é-medium.webp');
});

test('through CloudFront a redirect leads to a URL that the distribution opens, by one read of the key for many', async () => {
  const links = linksThrough(CLOUDFRONT);
  for (const size of ['thumbnail', 'medium']) {
    const { status, headers } = await links.answer(toImage(READY), { size, redirect: true });
    expect(status).toBe(302);
    expect(checkSignedUrl(headers?.Location ?? '', { trustedKeys: { K1: publicKey }, now: NOW })).toMatchObject({ admitted: true });
  }
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(1);
});
