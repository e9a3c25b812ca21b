import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { StreamFile } from '../src/index.js';
import { fileFromPath } from '../src/index.js';
import { fromPath } from '../src/node.js';
import { useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import { TestXmlHttpRequest } from './support/xml-http-request.js';

const { backend, running } = useBackend();

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(300_000)]);
const bytes = new Uint8Array(jpeg);
const size = jpeg.length;

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-'));
  path = join(folder, 'photo.bin');
  writeFileSync(path, jpeg);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  delete (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest;
});

const granted = () => JSON.parse(running().of('POST', '/upload').at(-1)!.body.toString()) as Record<string, unknown>;

describe('a stream', () => {
  const streams: Array<[string, () => StreamFile['stream']]> = [
    ['of Node', () => createReadStream(path)],
    ['of the web', () => new Blob([bytes]).stream()],
    ['that is opened when its turn comes', () => () => Readable.from([jpeg.subarray(0, 9), jpeg.subarray(9)])],
  ];

  test.each(streams)('%s arrives whole, with its length, unchunked', async (_kind, stream) => {
    const { of } = await backend();
    const upload = await (await signedIn(running())).images.upload({ stream: stream(), size, name: 'photo.jpg' });
    expect(upload).toMatchObject({ filename: 'photo.jpg', contentType: 'image/jpeg', size });
    const [put] = of('PUT', '/bucket/key');
    expect(put!.body.equals(jpeg)).toBe(true);
    expect(put!.headers).toMatchObject({ 'content-length': String(size) });
    expect(put!.headers).not.toHaveProperty('transfer-encoding');
    expect(granted()).toEqual({ filename: 'photo.jpg', content_type: 'image/jpeg', size });
  });

  test('is collected where the platform sends none with a length, and then checked by its SHA-256', async () => {
    const { of } = await backend();
    Object.assign(globalThis, { XMLHttpRequest: TestXmlHttpRequest });
    await (await signedIn(running())).images.upload({ stream: new Blob([bytes]).stream(), size });
    expect(of('PUT', '/bucket/key')[0]!.body.equals(jpeg)).toBe(true);
    expect(granted()).toMatchObject({ content_type: 'image/jpeg', size, checksum_sha256: createHash('sha256').update(jpeg).digest('base64') });
  });

  test.each([[size - 1], [size + 1]])('fails where its size says %d', async (wrong) => {
    await backend();
    const error = await failure((await signedIn(running(), { retry: 2 })).images.upload({ stream: () => Readable.from([jpeg]), size: wrong, type: 'image/jpeg' }));
    expect(error).toMatchObject({ code: 'size-mismatch', message: `The stream must have exactly ${wrong} bytes.`, retryable: false });
  });

  test('fails with its own fault as the cause where it breaks', async () => {
    await backend();
    const broken = async function* () {
      yield jpeg.subarray(0, 1000);
      throw new Error('disk on fire');
    };
    const error = await failure((await signedIn(running(), { retry: 2 })).images.upload({ stream: broken, size, type: 'image/jpeg' }));
    expect(error).toMatchObject({ code: 'unreadable-file', cause: { message: 'disk on fire' } });
  });

  test('begins again after a broken transfer where it can be opened again', async () => {
    const { of } = await backend({ 'PUT /bucket/key': () => ({ status: running().of('PUT', '/bucket/key').length === 1 ? 503 : 200 }) });
    await (await signedIn(running(), { retry: 1 })).images.upload({ stream: () => Readable.from([jpeg]), size, type: 'image/jpeg' });
    expect(of('PUT', '/bucket/key').map(({ body }) => body.length)).toEqual([size, size]);
  });

  test('fails after a broken transfer where it can be read only once', async () => {
    const { of } = await backend({ 'PUT /bucket/key': { status: 503 } });
    const error = await failure((await signedIn(running(), { retry: 2 })).images.upload({ stream: Readable.from([jpeg]), size, type: 'image/jpeg' }));
    expect(error).toMatchObject({ name: 'UploadError', status: 503 });
    expect(of('PUT', '/bucket/key')).toHaveLength(1);
  });

  test('rejects one of unknown type or size before anything is sent', async () => {
    const { of } = await backend();
    const { images } = await signedIn(running());
    expect(await failure(images.upload({ stream: Readable.from([jpeg]), size }))).toMatchObject({ code: 'unsupported-type' });
    expect(await failure(images.upload({ stream: Readable.from([jpeg]), type: 'image/jpeg' } as unknown as StreamFile))).toBeInstanceOf(TypeError);
    expect(of('POST', '/upload')).toHaveLength(0);
  });
});

describe('a file of the disk', () => {
  test.each([['fromPath', fromPath], ['fileFromPath', fileFromPath]])('%s gives it under its name, with the type of its content and its SHA-256', async (_name, from) => {
    const { of } = await backend();
    await (await signedIn(running())).images.upload(await from(path));
    expect(granted()).toEqual({
      filename: 'photo.bin', content_type: 'image/jpeg', size, checksum_sha256: createHash('sha256').update(jpeg).digest('base64'),
    });
    expect(of('PUT', '/bucket/key')[0]!.body.equals(jpeg)).toBe(true);
  });

  test('rejects a folder and a missing file', async () => {
    await expect(fromPath(folder)).rejects.toThrow('is not a file');
    await expect(fromPath(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('fails where it changed after it was chosen', async () => {
    await backend();
    const changing = join(folder, 'changing.jpg');
    writeFileSync(changing, jpeg);
    const file = await fromPath(changing);
    writeFileSync(changing, 'another');
    expect(await failure((await signedIn(running())).images.upload(file))).toMatchObject({ code: 'unreadable-file' });
  });
});

test('a SHA-256 is left out where it is not wanted', async () => {
  await backend();
  await (await signedIn(running())).images.upload(jpeg, { checksum: false });
  expect(granted()).not.toHaveProperty('checksum_sha256');
});
