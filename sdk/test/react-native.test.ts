import { jest } from '@jest/globals';
import { ImageManagementClient, LocalStorageTokenStore } from '../src/index.js';
import type { UploadProgress } from '../src/index.js';
import { IMAGE, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import { TestXmlHttpRequest } from './support/xml-http-request.js';

const { backend, running } = useBackend();

/** What its runtime lacks, as far as the client could miss it. */
const LACKING: ReadonlyArray<readonly [owner: object, name: string]> = [
  [AbortSignal, 'any'], [AbortSignal, 'timeout'], [AbortSignal.prototype, 'reason'], [AbortSignal.prototype, 'throwIfAborted'],
  [URL, 'canParse'], [URLSearchParams.prototype, 'delete'], [Blob.prototype, 'arrayBuffer'],
  [globalThis, 'crypto'], [globalThis, 'ReadableStream'], [globalThis, 'structuredClone'], [globalThis, 'btoa'], [globalThis, 'atob'],
  [process, 'getBuiltinModule'],
];
const kept = LACKING.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));

beforeEach(() => {
  for (const [owner, name] of LACKING) Object.defineProperty(owner, name, { value: undefined, configurable: true, writable: true });
  Object.assign(globalThis, { XMLHttpRequest: TestXmlHttpRequest });
});
afterEach(() => {
  delete (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest;
  for (const [index, [owner, name]] of LACKING.entries()) {
    const descriptor = kept[index];
    if (descriptor) Object.defineProperty(owner, name, descriptor);
    else delete (owner as Record<string, unknown>)[name];
  }
  jest.restoreAllMocks();
});

const photo = { uri: 'file:///p.jpg', name: 'p.jpg', type: 'image/jpeg' };
const grantRequest = () => JSON.parse(running().of('POST', '/upload')[0]!.body.toString()) as unknown;

test('a file that JavaScript does not hold travels as a form, the file last and as it was given', async () => {
  await backend();
  const append = jest.spyOn(FormData.prototype, 'append');
  const upload = await (await signedIn(running())).images.upload({ ...photo, size: 10 });
  expect(upload).toMatchObject({ filename: 'p.jpg', contentType: 'image/jpeg', size: 10 });
  expect(grantRequest()).toEqual({ filename: 'p.jpg', content_type: 'image/jpeg', size: 10 });
  const form = TestXmlHttpRequest.last;
  expect(form).toMatchObject({ method: 'POST', url: `${running().url}/bucket`, headers: {} });
  expect([...(form.sent as FormData).keys()]).toEqual(['key', 'Content-Type', 'policy', 'file']);
  expect(append.mock.calls.at(-1)).toEqual(['file', { ...photo, size: 10 }]);
});

test('progress goes by the form where the size is not known', async () => {
  await backend();
  const seen: UploadProgress[] = [];
  await (await signedIn(running())).images.upload(photo, { onProgress: (progress) => seen.push(progress) });
  expect(grantRequest()).toEqual({ filename: 'p.jpg', content_type: 'image/jpeg' });
  const total = TestXmlHttpRequest.FORM_BYTES;
  expect(seen).toEqual([
    { loaded: 0, total: 0, percent: 0 },
    { loaded: total / 2, total, percent: 50 },
    { loaded: total - 1, total, percent: (total - 1) / total * 100 },
    { loaded: total, total, percent: 100 },
  ]);
});

test('a form that S3 refuses is told as any refusal, and one that ran out is renewed', async () => {
  let posts = 0;
  const expired = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>' };
  const tooLarge = { status: 400, body: '<Error><Code>EntityTooLarge</Code></Error>' };
  const { of } = await backend({ 'POST /bucket': () => (++posts === 1 ? expired : tooLarge) });
  expect(await failure((await signedIn(running())).images.upload(photo))).toMatchObject({ name: 'UploadError', code: 'file-too-large' });
  expect(of('POST', '/upload')).toHaveLength(2);
});

test('a signal ends calls, waits and uploads', async () => {
  await backend({ [`GET /image/${IMAGE.image_id}`]: () => 'answered', 'POST /bucket': () => 'answered' });
  const { images } = await signedIn(running());
  const calls = [
    (signal: AbortSignal) => images.get(IMAGE.image_id, { signal }),
    (signal: AbortSignal) => images.waitUntilReady(IMAGE.image_id, { signal }),
    (signal: AbortSignal) => images.upload(photo, { signal }),
  ];
  for (const call of calls) {
    const controller = new AbortController();
    const ended = failure(call(controller.signal));
    setTimeout(() => controller.abort(), 30);
    expect(await ended).toMatchObject({ name: 'AbortError', code: 'aborted' });
  }
});

test('a Blob of known type is sent, without a SHA-256', async () => {
  const { of } = await backend();
  await (await signedIn(running())).images.upload(new File([new Uint8Array(9)], 'p.png', { type: 'image/png' }));
  expect(grantRequest()).toEqual({ filename: 'p.png', content_type: 'image/png', size: 9 });
  expect(of('PUT', '/bucket/key')).toHaveLength(1);
});

test('tokens are kept in an asynchronous storage', async () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: async (key: string) => items.get(key) ?? null,
    setItem: async (key: string, value: string) => void items.set(key, value),
    removeItem: async (key: string) => void items.delete(key),
  };
  await backend();
  await signedIn(running(), { tokenStore: new LocalStorageTokenStore({ storage }) });
  const later = new ImageManagementClient({ baseUrl: running().url, tokenStore: new LocalStorageTokenStore({ storage }) });
  expect((await later.images.get(IMAGE.image_id)).imageId).toBe(IMAGE.image_id);
});
