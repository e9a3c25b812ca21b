import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import type { UploadProgress } from '../src/index.js';
import { useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import { TestXmlHttpRequest } from './support/xml-http-request.js';
import { send } from '../src/upload/send.js';
import type { Transport } from '../src/upload/transport.js';
import { fetchTransport } from '../src/upload/transports.js';

const { backend, running } = useBackend();

afterEach(() => {
  delete (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest;
  jest.useRealTimers();
});

function inBrowser(): void {
  Object.assign(globalThis, { XMLHttpRequest: TestXmlHttpRequest });
}

const file = () => new File([new Uint8Array(1000)], 'p.jpg', { type: 'image/jpeg' });

describe('in a browser', () => {
  test('an upload goes through XMLHttpRequest with its progress', async () => {
    const { of } = await backend();
    inBrowser();
    const seen: UploadProgress[] = [];
    await (await signedIn(running())).images.upload(file(), { onProgress: (progress) => seen.push(progress) });
    expect(TestXmlHttpRequest.last.headers).toEqual({ 'content-type': 'image/jpeg', 'x-amz-server-side-encryption': 'aws:kms' });
    expect(of('PUT', '/bucket/key')[0]!.headers).toMatchObject({ 'content-length': '1000' });
    expect(seen.map(({ loaded }) => loaded)).toEqual([0, 500, 999, 1000]);
  });

  test('an abort and a broken connection are told apart', async () => {
    await backend({ 'PUT /bucket/key': () => 'answered' });
    inBrowser();
    const client = await signedIn(running());
    const controller = new AbortController();
    const aborted = failure(client.images.upload(file(), {
      signal: controller.signal, onProgress: ({ loaded }) => void (loaded === 999 && setImmediate(() => controller.abort())),
    }));
    expect(await aborted).toMatchObject({ name: 'AbortError' });
    const broken = failure(client.images.upload(file()));
    await new Promise((resolve) => setImmediate(resolve));
    await until(() => running().of('PUT', '/bucket/key').length > 0);
    await running().close();
    expect(await broken).toMatchObject({ name: 'NetworkError' });
  });
});

describe('without XMLHttpRequest and node:http', () => {
  test.each([['a Blob', new Blob([new Uint8Array(70_000)])], ['bytes', new Uint8Array(70_000)]])('%s is sent with its length', async (_name, body) => {
    const { url, of } = await backend();
    await send(fetchTransport, { method: 'PUT', url: `${url}/bucket/key`, headers: { 'content-length': '70000' }, body, size: 70_000, report: () => {} });
    const [put] = of('PUT', '/bucket/key');
    expect(put!.headers['content-length']).toBe('70000');
    expect(put!.headers).not.toHaveProperty('transfer-encoding');
    expect(createHash('sha256').update(put!.body).digest('hex')).toBe(createHash('sha256').update(new Uint8Array(70_000)).digest('hex'));
  });
});

test('fails with a timeout when no byte moves for a minute', async () => {
  jest.useFakeTimers();
  const dead: Transport = {
    reportsProgress: true,
    takesStreams: false,
    send: async ({ signal, onSent }) => {
      onSent(1);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
    },
  };
  const error = failure(send(dead, { method: 'PUT', url: 'http://x', headers: {}, body: new Uint8Array(2), size: 2, report: () => {} }));
  await jest.advanceTimersByTimeAsync(60_001);
  expect(await error).toMatchObject({ name: 'TimeoutError', code: 'upload-stalled', retryable: true });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
