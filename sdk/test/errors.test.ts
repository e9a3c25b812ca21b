import {
  ImageManagementClient, isAbortError, isApiError, isImageManagementError, isInvalidRequestError, isNetworkError, isNotFoundError,
  isRateLimitError, isTimeoutError,
} from '../src/index.js';
import { IMAGE, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';

const { backend, running } = useBackend();

const image = `GET /image/${IMAGE.image_id}`;
const get = async (options = {}) => failure((await signedIn(running(), options)).images.get(IMAGE.image_id));

test('a problem answer becomes a typed error with code, status and request id', async () => {
  const errors = [{ field: 'size', message: 'should be a whole number' }];
  await backend({
    [image]: {
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: 'https://docs/api.md#invalid-request', title: 'Bad', status: 400, detail: 'Bad field.', instance: 'req-1', code: 'invalid-request', errors },
    },
  });
  const error = await get();
  expect(isInvalidRequestError(error) && isApiError(error) && isImageManagementError(error)).toBe(true);
  expect(error).toMatchObject({
    name: 'InvalidRequestError',
    message: 'Bad field.',
    code: 'invalid-request',
    status: 400,
    requestId: 'req-1',
    docsUrl: 'https://docs/api.md#invalid-request',
    retryable: false,
    errors,
  });
});

test('another user\'s image and no image are the same "not found"', async () => {
  await backend({ [image]: { status: 404, body: { code: 'image-not-found' } } });
  const error = await get();
  expect(isNotFoundError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'image-not-found', retryable: false });
});

test("a gateway's own answer gets a code by its status and the request id of its header", async () => {
  await backend({ [image]: { status: 403, headers: { 'x-amzn-requestid': 'gw-1' }, body: { message: 'Forbidden' } } });
  expect(await get()).toMatchObject({ name: 'ApiError', code: 'forbidden', status: 403, requestId: 'gw-1' });
});

test('"too many requests" tells how long to wait', async () => {
  await backend({ [image]: { status: 429, headers: { 'retry-after': '7' }, body: { code: 'too-many-requests' } } });
  const error = await get();
  expect(isRateLimitError(error)).toBe(true);
  expect(error).toMatchObject({ retryAfter: 7000, retryable: true });
});

test('an image that could not be processed is told apart from a file at fault', async () => {
  await backend({ [image]: { status: 409, body: { code: 'processing-failed', image_id: IMAGE.image_id, reason: 'processing-failed' } } });
  expect(await get()).toMatchObject({ name: 'ImageFailedError', imageId: IMAGE.image_id, status: 409 });
  await running().close();
  await backend({ [image]: { status: 422, body: { code: 'image-rejected', image_id: IMAGE.image_id, reason: 'corrupt-image' } } });
  expect(await get()).toMatchObject({ name: 'ImageRejectedError', imageId: IMAGE.image_id, reason: 'corrupt-image', status: 422 });
});

test.each([408, 429, 500, 502, 503, 504])('%d is retried where the call may be sent twice', async (status) => {
  const answers = [{ status, headers: { 'retry-after': '0' } }, { status: 200, body: IMAGE }];
  await backend({ [image]: () => answers.shift()! });
  expect((await (await signedIn(running(), { retry: 1 })).images.get(IMAGE.image_id)).status).toBe('ready');
});

test.each([[429, 2], [503, 2], [500, 1], [502, 1], [400, 1]])('%d to a call that may have taken effect is asked %d times', async (status, times) => {
  const { url, of } = await backend({ 'POST /auth/signup': { status, headers: { 'retry-after': '0' } } });
  await failure(new ImageManagementClient({ baseUrl: url, retry: 1 }).auth.signUp({ email: 'e', password: 'p' }));
  expect(of('POST', '/auth/signup')).toHaveLength(times);
});

test('a server that asks to wait for longer than a minute is not waited for', async () => {
  const { of } = await backend({ [image]: { status: 429, headers: { 'retry-after': '61' }, body: { code: 'too-many-requests' } } });
  expect(await get({ retry: 3 })).toMatchObject({ name: 'RateLimitError', retryAfter: 61_000 });
  expect(of('GET', `/image/${IMAGE.image_id}`)).toHaveLength(1);
});

test('a signal ends the pause before a retry', async () => {
  const controller = new AbortController();
  await backend({ [image]: () => { setImmediate(() => controller.abort()); return { status: 503, headers: { 'retry-after': '60' } }; } });
  const client = await signedIn(running(), { retry: 1 });
  expect(await failure(client.images.get(IMAGE.image_id, { signal: controller.signal }))).toMatchObject({ name: 'AbortError' });
});

test('no server, an abort and a slow server are told apart', async () => {
  await backend({ [image]: () => 'answered' }); // never answers
  const client = await signedIn(running(), { timeout: 50 });
  const slow = await failure(client.images.get(IMAGE.image_id));
  const aborted = await failure(client.images.get(IMAGE.image_id, { signal: AbortSignal.abort() }));
  const ownClock = await failure(client.images.get(IMAGE.image_id, { signal: AbortSignal.timeout(10) }));
  await running().close();
  const offline = await failure(client.images.get(IMAGE.image_id));
  expect([slow, aborted, ownClock, offline].map((error) => [isTimeoutError(error), isAbortError(error), isNetworkError(error)])).toEqual([
    [true, false, false], [false, true, false], [true, false, false], [false, false, true],
  ]);
  expect(offline).toMatchObject({ code: 'network', retryable: true });
  expect((offline as Error).cause).toMatchObject({ name: 'TypeError' });
});

test('an answer that is not JSON says what to check', async () => {
  await backend({ [image]: { status: 200, body: '<html>' } });
  expect(await get()).toMatchObject({ code: 'invalid-answer', message: expect.stringContaining('baseUrl') });
});

test('guards take no foreign error', () => {
  const foreign = Object.assign(new Error('x'), { name: 'NetworkError' });
  expect(isNetworkError(foreign) || isImageManagementError(foreign) || isApiError(undefined)).toBe(false);
});

test.each([
  [{ baseUrl: 'api.example.com' }, 'http or https'],
  [{ baseUrl: '' }, 'http or https'],
  [{ baseUrl: 'ftp://api.example.com' }, 'http or https'],
  [{ baseUrl: 'https://' }, 'http or https'],
  [{ baseUrl: 'https://api.example.com/prod?stage=1' }, 'http or https'],
  [{ baseUrl: 'https://x', retry: -1 }, 'retry must be a whole number from 0 to 10, got -1'],
  [{ baseUrl: 'https://x', timeout: 0 }, 'timeout must be from 1 to 2147483647 ms, got 0'],
])('rejects the options %j', (options, message) => {
  expect(() => new ImageManagementClient(options)).toThrow(message);
});

test('a fetch of the caller is used for the API', async () => {
  await backend();
  const urls: string[] = [];
  const own: typeof fetch = async (input, init) => {
    urls.push(new URL(input instanceof Request ? input.url : input).pathname);
    return fetch(input, init);
  };
  await (await signedIn(running(), { fetch: own })).images.get(IMAGE.image_id);
  expect(urls).toEqual(['/auth/signin', `/image/${IMAGE.image_id}`]);
});
