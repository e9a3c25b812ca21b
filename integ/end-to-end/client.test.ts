import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageManagementClient, Tokens } from 'image-management-client' with { 'resolution-mode': 'import' };
import { deployment, newAddress, newPassword } from './backend';
import { clientOf, loadClient } from './client';
import { photograph, truncated } from './pictures';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

const photo = photograph('airplane-from-above');
const file = (name: string, bytes = photo) => new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' });

let client: ImageManagementClient;
beforeAll(async () => {
  client = await clientOf();
}, 60_000);

// holds: promise.backend, promise.accounts
test('the client goes from sign-up to pictures, and ends its session', async () => {
  const { ImageManagementClient: Client, placeholderUrl } = await loadClient();
  const fresh = new Client({ baseUrl: deployment.outputs.ApiUrl });
  const [email, password] = [newAddress(), newPassword()];
  const { confirmed } = await fresh.auth.signUp({ email, password });
  expect(confirmed).toBe(false);
  await fresh.auth.verify({ email, code: await poll('the verification mail', () => readCode(deployment.endpoint, email)) });
  const { refreshToken } = await fresh.auth.signIn({ email, password });

  const seen: number[] = [];
  const upload = await fresh.images.upload(file('plane.jpg'), { onProgress: ({ loaded }) => seen.push(loaded) });
  const image = await upload.ready({ timeout: 60_000 });
  expect(image).toMatchObject({ status: 'ready', filename: 'plane.jpg', width: 1024, height: 717, size: photo.length });
  expect(seen.at(-1)).toBe(photo.length);
  expect(placeholderUrl(image.placeholder)).toMatch(/^data:image\/png;base64,/);
  for (const { url, bytes, format } of image.renditions) {
    const picture = await fetch(url);
    expect([picture.status, picture.headers.get('content-type'), (await picture.arrayBuffer()).byteLength]).toEqual([200, `image/${format}`, bytes]);
  }
  const { sources, img } = await fresh.images.pictureSources(image);
  expect(sources.map(({ type }) => type)).toEqual(['image/webp']);
  expect(img).toMatchObject({ width: 1024, height: 717, sizes: '100vw' });

  await fresh.auth.signOut();
  const stale = new Client({ baseUrl: deployment.outputs.ApiUrl, tokenStore: storeOf({ idToken: 'x', accessToken: 'x', refreshToken, expiresAt: 0 }) });
  await expect(stale.images.list().then()).rejects.toMatchObject({ name: 'UnauthorizedError' });
  expect(await stale.auth.tokens()).toBeUndefined();
}, 120_000);

test('files of the disk, streams and bytes are stored as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-'));
  const path = join(folder, 'ファイル 100% (1)+é.jpg');
  writeFileSync(path, photo);
  const { fileFromPath } = await loadClient();
  const results = await client.images.uploadMany([
    await fileFromPath(path), { stream: () => createReadStream(path), size: statSync(path).size, name: 'stream.jpg' }, photo,
  ]);
  rmSync(folder, { recursive: true });
  const images = await Promise.all(results.map(async result => {
    if (result.status === 'rejected') throw result.reason;
    return result.value.ready();
  }));
  expect(images.map(({ filename, contentType, size, width }) => [filename, contentType, size, width])).toEqual(
    ['ファイル 100% (1)+é.jpg', 'stream.jpg', 'image'].map(name => [name, 'image/jpeg', photo.length, 1024]),
  );
}, 120_000);

test('of many files, the sound ones become ready and the others say why they do not', async () => {
  const results = await client.images.uploadMany([file('sound.jpg'), file('half.jpg', truncated(photo)), new Blob(['no image'])]);
  const [sound, half, none] = results;
  expect(none).toMatchObject({ status: 'rejected', reason: { name: 'ImageManagementError', code: 'unsupported-type' } });
  expect(sound.status === 'fulfilled' && await sound.value.ready()).toMatchObject({ status: 'ready' });
  await expect(half.status === 'fulfilled' && half.value.ready()).rejects.toMatchObject({ name: 'ImageRejectedError', reason: 'corrupt-image' });
}, 120_000);

test('a token that has ended is renewed before the call, and a refused one after it', async () => {
  const { ImageManagementClient: Client } = await loadClient();
  const tokens = (await client.auth.tokens())!;
  for (const worn of [{ ...tokens, expiresAt: Date.now() - 1 }, { ...tokens, idToken: 'refused', expiresAt: Date.now() + 3_600_000 }]) {
    const store = storeOf(worn);
    await new Client({ baseUrl: deployment.outputs.ApiUrl, tokenStore: store }).images.list();
    expect(store.get()?.expiresAt).toBeGreaterThan(Date.now() + 60_000);
    expect(store.get()?.idToken).not.toBe(worn.idToken);
  }
}, 60_000);

test('images are listed newest first over several pages, and a deleted one is gone', async () => {
  const own = await clientOf();
  const ids = [];
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) ids.push((await own.images.upload(file(name))).imageId);
  const listed = [];
  for await (const { imageId } of own.images.list({ limit: 2 })) listed.push(imageId);
  expect(listed).toEqual([...ids].reverse());
  await own.images.delete(ids[0]);
  await expect(own.images.get(ids[0])).rejects.toMatchObject({ name: 'NotFoundError', code: 'image-not-found' });
}, 120_000);

function storeOf(first: Tokens) {
  let kept: Tokens | undefined = first;
  return {
    get: () => kept,
    set: (tokens: Tokens) => { kept = tokens; },
    clear: () => { kept = undefined; },
  };
}
