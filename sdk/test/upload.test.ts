import { createHash, randomBytes } from 'node:crypto';
import { isAbortError, isApiError, isUploadError } from '../src/index.js';
import type { UploadProgress, UploadSource } from '../src/index.js';
import { IMAGE, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';

const { backend, running } = useBackend();

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(300_000)]);
const bytes = new Uint8Array(jpeg);

describe('what the storage receives', () => {
  const sources: Array<[string, () => UploadSource]> = [
    ['a File', () => new File([bytes], 'p.jpg', { type: 'image/jpeg' })],
    ['a Blob', () => new Blob([bytes], { type: 'image/jpeg' })],
    ['a Buffer', () => jpeg],
    ['a Uint8Array', () => bytes],
    ['an ArrayBuffer', () => bytes.buffer],
  ];

  test.each(sources)('%s arrives whole, with its length, unchunked and without credentials', async (_name, source) => {
    const { of } = await backend();
    const client = await signedIn(running());
    const upload = await client.images.upload(source(), { onProgress: () => {} });
    expect(upload).toMatchObject({ imageId: IMAGE.image_id, contentType: 'image/jpeg', size: jpeg.length });
    const [put] = of('PUT', '/bucket/key');
    expect(put!.body.equals(jpeg)).toBe(true);
    expect(put!.headers['content-length']).toBe(String(jpeg.length));
    expect(put!.headers).not.toHaveProperty('transfer-encoding');
    expect(put!.headers).not.toHaveProperty('authorization');
  });

  test('exactly the headers of the grant are sent', async () => {
    const { of } = await backend();
    await (await signedIn(running())).images.upload(jpeg);
    const { connection: _connection, host: _host, ...headers } = of('PUT', '/bucket/key')[0]!.headers;
    expect(headers).toEqual({
      'content-type': 'image/jpeg', 'x-amz-server-side-encryption': 'aws:kms', 'content-length': String(jpeg.length),
    });
  });

  test('the grant is asked for with name, type, size and SHA-256', async () => {
    const { of } = await backend();
    await (await signedIn(running())).images.upload(jpeg, { filename: 'ファイル 100% (1)+é.jpg' });
    expect(JSON.parse(of('POST', '/upload')[0]!.body.toString())).toEqual({
      filename: 'ファイル 100% (1)+é.jpg',
      content_type: 'image/jpeg',
      size: jpeg.length,
      checksum_sha256: createHash('sha256').update(jpeg).digest('base64'),
    });
  });
});

describe('progress', () => {
  test('starts at 0, never falls, and reaches 100 % once, when the storage has confirmed', async () => {
    const seen: UploadProgress[] = [];
    let whenConfirmed = -1;
    await backend({ 'PUT /bucket/key': () => { whenConfirmed = seen.at(-1)!.percent; return { status: 200 }; } });
    await (await signedIn(running())).images.upload(jpeg, { onProgress: (progress) => seen.push(progress) });
    const percents = seen.map(({ percent }) => percent);
    expect(percents[0]).toBe(0);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.filter((percent) => percent === 100)).toHaveLength(1);
    expect(seen.at(-1)).toEqual({ loaded: jpeg.length, total: jpeg.length, percent: 100 });
    expect(seen.length).toBeGreaterThan(3);
    expect(whenConfirmed).toBeLessThan(100);
  });

  test('never falls over a retry', async () => {
    let puts = 0;
    await backend({ 'PUT /bucket/key': () => ({ status: ++puts === 1 ? 503 : 200 }) });
    const percents: number[] = [];
    await (await signedIn(running(), { retry: 1 })).images.upload(jpeg, { onProgress: ({ percent }) => percents.push(percent) });
    expect(puts).toBe(2);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });

  test("a listener's error ends the upload and reaches the caller unchanged", async () => {
    await backend();
    const fault = new RangeError('listener');
    const error = await failure((await signedIn(running())).images.upload(jpeg, {
      onProgress: ({ loaded }) => {
        if (loaded > 0) throw fault;
      },
    }));
    expect(error).toBe(fault);
  });
});

describe('faults', () => {
  test('a signal ends an upload in the middle', async () => {
    await backend({ 'PUT /bucket/key': () => 'answered' }); // never answers
    const controller = new AbortController();
    const error = await failure((await signedIn(running())).images.upload(jpeg, {
      signal: controller.signal,
      onProgress: ({ loaded }) => {
        if (loaded > 0) controller.abort();
      },
    }));
    expect(isAbortError(error)).toBe(true);
    expect(error).toMatchObject({ name: 'AbortError', code: 'aborted', retryable: false });
  });

  test('a signal that is aborted already sends nothing', async () => {
    const { of } = await backend();
    const client = await signedIn(running());
    expect(isAbortError(await failure(client.images.upload(jpeg, { signal: AbortSignal.abort() })))).toBe(true);
    expect(of('POST', '/upload')).toHaveLength(0);
  });

  test('a refusal of the storage names its code', async () => {
    await backend({ 'PUT /bucket/key': { status: 400, body: '<Error><Code>EntityTooLarge</Code><RequestId>R1</RequestId></Error>' } });
    const error = await failure((await signedIn(running())).images.upload(jpeg));
    expect(isUploadError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'file-too-large', storageCode: 'EntityTooLarge', requestId: 'R1', status: 400, retryable: false });
  });

  test('a grant that ran out is renewed once', async () => {
    let puts = 0;
    const expired = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>' };
    const { of } = await backend({ 'PUT /bucket/key': () => (++puts === 1 ? expired : { status: 200 }) });
    await (await signedIn(running())).images.upload(jpeg);
    expect(of('POST', '/upload')).toHaveLength(2);
  });

  test.each([
    ['a signature', 403, 'AccessDenied', 'Request has expired'],
    ["a form's policy", 403, 'AccessDenied', 'Invalid according to Policy: Policy expired.'],
    ['the session that signed it', 400, 'ExpiredToken', 'The provided token has expired.'],
  ])('%s that ran out counts as such', async (_what, status, code, message) => {
    let puts = 0;
    const refusal = { status, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` };
    await backend({ 'PUT /bucket/key': () => (++puts === 1 ? refusal : { status: 200 }) });
    await (await signedIn(running())).images.upload(jpeg);
    expect(puts).toBe(2);
  });

  test('a retry does not begin with a grant whose time is over', async () => {
    let puts = 0;
    const { of } = await backend({ 'PUT /bucket/key': () => ({ status: ++puts === 1 ? 503 : 200 }) }, { expiresAt: new Date(0).toISOString() });
    await (await signedIn(running(), { retry: 1 })).images.upload(jpeg);
    expect(of('POST', '/upload')).toHaveLength(2);
    expect(puts).toBe(2);
  });

  test('a grant that just came is used, whatever the clock of this machine says', async () => {
    const { of } = await backend({}, { expiresAt: new Date(0).toISOString() });
    await (await signedIn(running())).images.upload(jpeg);
    expect(of('POST', '/upload')).toHaveLength(1);
  });

  test('fails where a renewed grant has run out too', async () => {
    const expired = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>' };
    const { of } = await backend({ 'PUT /bucket/key': expired });
    const error = await failure((await signedIn(running())).images.upload(jpeg));
    expect(error).toMatchObject({ name: 'UploadError', code: 'upload-expired' });
    expect(of('POST', '/upload')).toHaveLength(2);
  });

  test('a connection that breaks is a network error, and is tried again where retries are allowed', async () => {
    let puts = 0;
    await backend({
      'PUT /bucket/key': (_request, response) => {
        puts++;
        response.destroy();
        return 'answered';
      },
    });
    const error = await failure((await signedIn(running(), { retry: 1 })).images.upload(jpeg));
    expect(error).toMatchObject({ name: 'NetworkError', code: 'network', retryable: true });
    expect(puts).toBe(2);
  });

  test('rejects bytes that are no image before anything is sent', async () => {
    const { of } = await backend();
    const error = await failure((await signedIn(running())).images.upload(Buffer.from('plain text'), { filename: 'notes.txt' }));
    expect(error).toMatchObject({ name: 'ImageManagementError', code: 'unsupported-type' });
    expect(of('POST', '/upload')).toHaveLength(0);
  });

  test('rejects an empty file before anything is sent', async () => {
    const { of } = await backend();
    expect(await failure((await signedIn(running())).images.upload(new Blob([])))).toMatchObject({ code: 'empty-file' });
    expect(of('POST', '/upload')).toHaveLength(0);
  });

  test('rejects with the API error where no grant is given', async () => {
    const { of } = await backend({ 'POST /upload': { status: 413, body: { code: 'file-too-large', detail: 'At most 5 bytes.' } } });
    const error = await failure((await signedIn(running())).images.upload(jpeg));
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'file-too-large', message: 'At most 5 bytes.', status: 413 });
    expect(of('PUT', '/bucket/key')).toHaveLength(0);
  });
});
