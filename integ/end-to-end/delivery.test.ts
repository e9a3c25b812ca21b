import { generateKeyPairSync } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import { deployment, newUser } from './backend';
import { s3 } from './buckets';
import { loadClient } from './client';
import { CloudFrontStandIn } from './cloudfront-stand-in';
import { Handler, loadHandler } from './handlers';
import { photograph } from './pictures';
import { CloudFrontDelivery } from '../../src/contract/delivery';
import { SIGNING_KEY } from '../../src/contract/object-keys';
import { fingerprintOf } from '../../src/contract/signing-keys';

const KEY_ID = 'K1EXAMPLE';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const photo = photograph('airplane-from-above');

let distribution: CloudFrontStandIn;
let client: ImageManagementClient;
let handler: Handler;

/** Has GET /image/{image_id} answered by the handler as it is deployed with `Delivery.cloudFront()`, and all else by the deployed API. */
const fetchWithDelivery: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, searchParams } = new URL(request.url);
  const [, imageId] = /\/image\/([^/]+)$/.exec(pathname) ?? [];
  if (request.method !== 'GET' || imageId === undefined) return fetch(request);
  const [, payload] = request.headers.get('authorization')!.split('.');
  const { statusCode, headers, body } = await handler({
    httpMethod: 'GET',
    resource: '/image/{image_id}',
    headers: Object.fromEntries(request.headers),
    pathParameters: { image_id: imageId },
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: { requestId: 'delivery', authorizer: { claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) } },
  });
  return new Response(body || null, { status: statusCode, headers });
};

beforeAll(async () => {
  distribution = await CloudFrontStandIn.start({ [KEY_ID]: publicKey });
  const delivery: CloudFrontDelivery = { kind: 'cloudfront', domain: distribution.domain, keyPairIds: { [fingerprintOf(publicKey)]: KEY_ID } };
  handler = await loadHandler('image-retrieval', { DELIVERY: JSON.stringify(delivery) });
  const [{ ImageManagementClient: Client }, { email, password }] = await Promise.all([loadClient(), newUser()]);
  client = new Client({ baseUrl: deployment.outputs.ApiUrl, fetch: fetchWithDelivery, retry: 0 });
  await client.auth.signIn({ email, password });
}, 60_000);

beforeEach(() => {
  distribution.aheadMs = 0;
});

afterAll(async () => {
  await distribution.stop();
});

async function uploaded(name: string) {
  const upload = await client.images.upload(new File([new Uint8Array(photo)], name, { type: 'image/jpeg' }));
  return upload.ready({ timeout: 60_000 });
}

test('without its signing key the API has no URL, and says nothing of why; with it the client gets every picture from the distribution', async () => {
  const upload = await client.images.upload(new File([new Uint8Array(photo)], 'ファイル 100%.jpg', { type: 'image/jpeg' }));
  await expect(upload.ready({ timeout: 60_000 })).rejects.toMatchObject({ status: 500, code: 'internal-error', message: expect.not.stringContaining('key') });

  const Body = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await s3.send(new PutObjectCommand({ Bucket: deployment.outputs.OutputBucketName, Key: SIGNING_KEY, Body }));
  const image = await upload.ready({ timeout: 60_000 });
  expect(image.renditions).toHaveLength(8);
  for (const { url, bytes, format, size } of image.renditions) {
    expect(new URL(url).host).toBe(distribution.domain);
    const picture = await distribution.view(url);
    expect([picture.status, picture.headers.get('content-type'), (await picture.arrayBuffer()).byteLength]).toEqual([200, `image/${format}`, bytes]);
    expect(picture.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(decodeURIComponent(picture.headers.get('content-disposition') ?? '')).toContain(`ファイル 100%-${size}.`);
  }
  const { img } = await client.images.pictureSources(image);
  expect((await distribution.view(img.src)).status).toBe(200);
}, 120_000);

// holds: threat.cloudfront.forged-url
test('two URLs of a picture share one copy, and each ends when it says', async () => {
  const { imageId } = await uploaded('shared.jpg');
  const first = await client.images.url(imageId, { size: 'small', format: 'webp' });
  const second = await client.images.url(imageId, { size: 'small', format: 'webp' });
  expect(second.url).not.toBe(first.url);
  for (const { url } of [first, second]) expect((await distribution.view(url)).status).toBe(200);
  expect(distribution.fetched.filter(key => key.includes(imageId))).toHaveLength(1);

  const end = first.expiresAt.getTime();
  distribution.aheadMs = end - Date.now() + 1_000;
  expect((await distribution.view(first.url)).status).toBe(403);
  distribution.aheadMs = 0;
  expect((await distribution.view(first.url.replace('small.webp', 'large.webp'))).status).toBe(403);
  expect((await distribution.view(first.url.split('&Expires')[0])).status).toBe(403);
}, 120_000);

// holds: threat.cloudfront.cached-after-deletion
test('a deleted image gets no URL any more; one from before opens what a cache holds until it ends, and nothing else', async () => {
  const { imageId } = await uploaded('deleted.jpg');
  const [cached, untouched] = await Promise.all([client.images.url(imageId, { size: 'small' }), client.images.url(imageId, { size: 'large' })]);
  expect((await distribution.view(cached.url)).status).toBe(200);
  await client.images.delete(imageId);
  await expect(client.images.url(imageId, { size: 'small' })).rejects.toMatchObject({ code: 'image-not-found' });
  expect((await distribution.view(cached.url)).status).toBe(200);
  expect((await distribution.view(untouched.url)).status).toBe(403);
  distribution.aheadMs = cached.expiresAt.getTime() - Date.now() + 1_000;
  expect((await distribution.view(cached.url)).status).toBe(403);
}, 120_000);
