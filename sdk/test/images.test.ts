import { isImageFailedError, isImageManagementError, isImageNotReadyError, isImageRejectedError, isTimeoutError } from '../src/index.js';
import { IMAGE, imageRoute, useBackend } from './support/backend.js';
import type { Routes } from './support/backend.js';
import { failure, signedIn } from './support/client.js';

const { backend, running } = useBackend();

const id = IMAGE.image_id;
const image = `GET /image/${id}`;
const { width: _width, height: _height, ...unread } = IMAGE;
const processing = { ...unread, status: 'processing', renditions: [] };

describe('records', () => {
  test('a record is camelCase with dates', async () => {
    await backend({ [image]: { status: 200, body: { ...processing, placeholder: 'abc' } } });
    expect(await (await signedIn(running())).images.get(id)).toEqual({
      imageId: id,
      status: 'processing',
      filename: 'plane.jpg',
      contentType: 'image/jpeg',
      size: 3,
      width: undefined,
      height: undefined,
      createdAt: new Date('2026-01-02T03:04:05.000Z'),
      updatedAt: new Date('2026-01-02T03:04:06.000Z'),
      reason: undefined,
      placeholder: 'abc',
      renditions: [],
    });
  });

  test('an id becomes one segment of the path, whatever it holds', async () => {
    const { seen } = await backend();
    await failure((await signedIn(running())).images.get('a/b?c=d', { userId: 'u 1' }));
    expect(seen.at(-1)!.url).toBe('/image/a%2Fb%3Fc%3Dd?user_id=u%201');
  });

  test.each(['', '.', '..'])('rejects the id %j, which would call another address', async (bad) => {
    await backend();
    await expect((await signedIn(running())).images.get(bad)).rejects.toThrow(TypeError);
  });

  test('a rendition URL carries its expiry as a date', async () => {
    const body = { image_id: id, size: 'small', format: 'webp', width: 480, height: 240, bytes: 20, url: 'https://s3/x', expires_at: '2026-01-01T00:00:00Z' };
    const { seen } = await backend({ [image]: { status: 200, body } });
    const url = await (await signedIn(running())).images.url(id, { size: 'small', format: 'webp' });
    expect(seen.at(-1)!.url).toBe(`/image/${id}?size=small&format=webp`);
    expect(url).toEqual({
      imageId: id, size: 'small', format: 'webp', width: 480, height: 240, bytes: 20, url: 'https://s3/x', expiresAt: new Date('2026-01-01T00:00:00Z'),
    });
  });

  test('fails with "not ready" where a rendition does not exist yet', async () => {
    await backend({ [image]: { status: 202, headers: { 'retry-after': '1' }, body: { image_id: id, status: 'processing' } } });
    const error = await failure((await signedIn(running())).images.url(id, { size: 'small' }));
    expect(isImageNotReadyError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'image-not-ready', retryAfter: 1000, retryable: true });
  });

  test('delete takes an empty answer', async () => {
    await backend({ [`DELETE /image/${id}`]: { status: 204 } });
    await expect((await signedIn(running())).images.delete(id)).resolves.toBeUndefined();
  });
});

describe('listing', () => {
  const pages: Routes = {
    'GET /images': ({ url }) => ({
      status: 200,
      body: url.includes('cursor=c1') ? { items: [{ ...IMAGE, image_id: '3' }] } : { items: [{ ...IMAGE, image_id: '1' }, { ...IMAGE, image_id: '2' }], next_cursor: 'c1' },
    }),
  };

  test('iterating goes through every page', async () => {
    await backend(pages);
    const ids: string[] = [];
    for await (const { imageId } of (await signedIn(running())).images.list({ limit: 2 })) ids.push(imageId);
    expect(ids).toEqual(['1', '2', '3']);
  });

  test('awaiting gives one page and the cursor of the next', async () => {
    const { of } = await backend(pages);
    const client = await signedIn(running());
    const page = await client.images.list({ limit: 2, status: 'ready' });
    expect(page.nextCursor).toBe('c1');
    expect((await client.images.list({ cursor: page.nextCursor })).items.map(({ imageId }) => imageId)).toEqual(['3']);
    expect(of('GET', '/images').map(({ url }) => url)).toEqual(['/images?limit=2&status=ready', '/images?cursor=c1']);
  });

  test('leaving the loop fetches no further page', async () => {
    const { of } = await backend(pages);
    for await (const item of (await signedIn(running())).images.list()) {
      expect(item.imageId).toBe('1');
      break;
    }
    expect(of('GET', '/images')).toHaveLength(1);
  });
});

describe('waiting', () => {
  test('an upload becomes ready, with an address of every rendition', async () => {
    let asked = 0;
    await backend({ [image]: imageRoute(() => ({ status: 200, body: ++asked < 3 ? processing : IMAGE })) });
    const statuses: string[] = [];
    const upload = await (await signedIn(running())).images.upload(new Blob([new Uint8Array(3)], { type: 'image/jpeg' }));
    const record = await upload.ready({ timeout: 10_000, onStatus: (status) => statuses.push(status) });
    expect(record).toMatchObject({ imageId: id, width: 2000, height: 1000 });
    expect(record.renditions.map(({ size, format, url }) => [size, format, url])).toEqual([
      ['thumbnail', 'webp', 'https://s3/thumbnail.webp'], ['small', 'webp', 'https://s3/small.webp'],
      ['small', 'jpeg', 'https://s3/small.jpeg'], ['medium', 'webp', 'https://s3/medium.webp'],
    ]);
    expect(statuses).toEqual(['processing', 'processing', 'ready']);
  });

  test('Retry-After decides when to ask again', async () => {
    const { of } = await backend({ [image]: { status: 200, headers: { 'retry-after': '3600' }, body: processing } });
    const error = await failure((await signedIn(running())).images.waitUntilReady(id, { timeout: 60_000 }));
    // An hour is past the timeout: the client says so at once, and does not ask a second time.
    expect(isTimeoutError(error)).toBe(true);
    expect(of('GET', `/image/${id}`)).toHaveLength(1);
  });

  test('a Retry-After of 0 asks again at once', async () => {
    let asked = 0;
    await backend({ [image]: imageRoute(() => ({ status: 200, headers: { 'retry-after': '0' }, body: ++asked < 50 ? processing : IMAGE })) });
    // With the client's own pauses, 50 questions would take two minutes.
    expect((await (await signedIn(running())).images.waitUntilReady(id, { timeout: 4_000 })).status).toBe('ready');
  });

  test('"too many requests" and passing faults are waited out', async () => {
    const answers = [
      { status: 429, headers: { 'retry-after': '0' }, body: { code: 'too-many-requests' } }, { status: 503 }, { status: 200, body: IMAGE },
    ];
    await backend({ [image]: imageRoute(() => answers.shift()!) });
    expect((await (await signedIn(running())).images.waitUntilReady(id, { timeout: 10_000 })).status).toBe('ready');
  });

  test('rejects with the reason where the file is at fault', async () => {
    await backend({ [image]: { status: 200, body: { ...processing, status: 'rejected', reason: 'corrupt-image' } } });
    const error = await failure((await signedIn(running())).images.waitUntilReady(id));
    expect(isImageRejectedError(error)).toBe(true);
    expect(error).toMatchObject({ reason: 'corrupt-image', imageId: id, code: 'image-rejected', retryable: false });
  });

  test('fails where the system could not process the image', async () => {
    await backend({ [image]: { status: 200, body: { ...processing, status: 'failed', reason: 'processing-failed' } } });
    expect(isImageFailedError(await failure((await signedIn(running())).images.waitUntilReady(id)))).toBe(true);
  });

  test('fails at once for a status that a newer backend added', async () => {
    const { of } = await backend({ [image]: { status: 200, body: { ...processing, status: 'archived' } } });
    const error = await failure((await signedIn(running())).images.waitUntilReady(id, { timeout: 2_000 }));
    expect(isImageManagementError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'unknown-status', retryable: false, message: expect.stringMatching(/"archived".*Update image-management-client/) });
    expect(of('GET', `/image/${id}`)).toHaveLength(1);
  });

  test('a rejection reason that a newer backend added passes through as text', async () => {
    const rejected = { ...processing, status: 'rejected', reason: 'too-blurred' };
    await backend({ [image]: { status: 200, body: rejected } });
    const { images } = await signedIn(running());
    expect((await images.get(id)).reason).toBe('too-blurred');
    expect(await failure(images.waitUntilReady(id))).toMatchObject({ name: 'ImageRejectedError', reason: 'too-blurred' });
  });

  test('fails with a timeout that names the image', async () => {
    await backend({ [image]: { status: 200, body: processing } });
    const error = await failure((await signedIn(running())).images.waitUntilReady(id, { timeout: 50 }));
    expect(error).toMatchObject({ name: 'TimeoutError', message: `Image ${id} was not ready within 50 ms.` });
  });

  test('a signal ends the wait between two questions', async () => {
    const controller = new AbortController();
    await backend({ [image]: { status: 200, headers: { 'retry-after': '20' }, body: processing } });
    const waiting = failure((await signedIn(running())).images.waitUntilReady(id, {
      signal: controller.signal, onStatus: () => setImmediate(() => controller.abort()),
    }));
    expect(await waiting).toMatchObject({ name: 'AbortError' });
  });
});
