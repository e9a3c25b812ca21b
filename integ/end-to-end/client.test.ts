import { randomBytes } from 'node:crypto';
import { deployment, newAddress } from './backend';
import { photograph } from './pictures';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

test('the client goes from sign-up to rendition URLs', async () => {
  const { ImageManagementClient } = await import('../../sdk/dist/index.js');
  const client = new ImageManagementClient({ baseUrl: deployment.outputs.ApiUrl });
  const email = newAddress();
  const password = `Aa1!${randomBytes(9).toString('base64url')}`;
  await client.auth.signUp({ email, password });
  await client.auth.verify({ email, code: await poll('the verification mail', () => readCode(deployment.endpoint, email)) });
  await client.auth.signIn({ email, password });

  const seen: number[] = [];
  const photo = photograph('airplane-from-above');
  const upload = await client.images.upload(new File([new Uint8Array(photo)], 'plane.jpg', { type: 'image/jpeg' }), {
    onProgress: ({ loaded }) => seen.push(loaded),
  });
  const record = await upload.ready({ timeout: 60_000 });
  expect(record).toMatchObject({ status: 'ready', filename: 'plane.jpg', width: 1024, height: 717 });
  expect(seen.at(-1)).toBe(photo.length);

  const { url } = await client.images.url(record.imageId, { size: 'medium', format: 'webp' });
  const picture = await fetch(url);
  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-type')).toBe('image/webp');
}, 120_000);
