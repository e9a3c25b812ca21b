import { isAbortError, isImageManagementError, isUploadError } from '../src/index.js';
import type { FileProgress, UploadResult } from '../src/index.js';
import { IMAGE, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import type { SeenRequest } from './support/http-server.js';

const { backend, running } = useBackend();

const files = (count: number) => Array.from({ length: count }, (_file, index) => new File([new Uint8Array(1000).fill(index)], `${index}.jpg`, { type: 'image/jpeg' }));
const numberOf = ({ body }: SeenRequest) => body[0]!;

describe('several files', () => {
  test('end as results in their order, each with its own grant', async () => {
    let granted = 0;
    const { of, url } = await backend({
      'POST /upload': () => ({
        status: 201,
        body: {
          image_id: `${IMAGE.image_id.slice(0, -1)}${granted++}`,
          method: 'PUT',
          upload_url: `${url}/bucket/key`,
          headers: { 'content-type': 'image/jpeg' },
          form: { url, fields: {} },
          expires_at: '2040-01-01T00:00:00.000Z',
          max_size: 1000,
        },
      }),
    });
    const all = files(5);
    const results = await (await signedIn(running())).images.uploadMany(new Set(all));
    expect(results.map(({ file }) => file)).toEqual(all);
    expect(results.map((result) => result.status === 'fulfilled' && result.value.filename)).toEqual(['0.jpg', '1.jpg', '2.jpg', '3.jpg', '4.jpg']);
    expect(new Set(results.map((result) => result.status === 'fulfilled' && result.value.imageId)).size).toBe(5);
    expect(of('PUT', '/bucket/key').map(numberOf).sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test.each([[undefined, 3], [2, 2], [9, 5]])('with concurrency %p, at most %d are under way, and grants are asked for no earlier', async (concurrency, most) => {
    let open = 0;
    let highest = 0;
    const { of } = await backend({
      'PUT /bucket/key': async () => {
        highest = Math.max(highest, ++open);
        expect(of('POST', '/upload').length - of('PUT', '/bucket/key').length).toBeLessThanOrEqual(most);
        await new Promise((resolve) => setTimeout(resolve, 20));
        open--;
        return { status: 200 };
      },
    });
    await (await signedIn(running())).images.uploadMany(files(5), { concurrency });
    expect(highest).toBeLessThanOrEqual(most);
    expect(highest).toBeGreaterThan(1);
  });

  test('one that fails stops no other, and says why', async () => {
    await backend({ 'PUT /bucket/key': (request) => (numberOf(request) === 1 ? { status: 400, body: '<Error><Code>EntityTooLarge</Code></Error>' } : { status: 200 }) });
    const seen: Array<[UploadResult['status'], number]> = [];
    const results = await (await signedIn(running())).images.uploadMany([...files(3), new Blob(['text']), 5 as unknown as Blob], {
      onResult: ({ status }, index) => seen.push([status, index]),
    });
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected']);
    expect(seen.sort((a, b) => a[1] - b[1])).toEqual(results.map(({ status }, index) => [status, index]));
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? result.reason : []));
    expect(isUploadError(reasons[0])).toBe(true);
    expect(reasons.map(({ code }) => code)).toEqual(['file-too-large', 'unsupported-type', 'unexpected']);
    expect(reasons.every(isImageManagementError)).toBe(true);
    expect(reasons[2]!.cause).toBeInstanceOf(TypeError);
  });

  test('report the progress of each', async () => {
    await backend();
    const seen: FileProgress[] = [];
    const all = files(2);
    await (await signedIn(running())).images.uploadMany(all, { onProgress: (progress) => seen.push(progress) });
    for (const [index, file] of all.entries()) {
      const own = seen.filter((progress) => progress.index === index);
      expect(own[0]).toEqual({ loaded: 0, total: 1000, percent: 0, file, index });
      expect(own.at(-1)).toEqual({ loaded: 1000, total: 1000, percent: 100, file, index });
    }
  });

  test('a signal ends those under way and begins no more; what was uploaded stays so', async () => {
    const controller = new AbortController();
    const { of } = await backend({ 'PUT /bucket/key': (request) => (numberOf(request) === 0 ? { status: 200 } : 'answered') });
    const results = await (await signedIn(running())).images.uploadMany(files(5), {
      concurrency: 2,
      signal: controller.signal,
      onProgress: ({ index, loaded }) => void (index === 2 && loaded > 0 && controller.abort()),
    });
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']);
    expect(results.slice(1).every((result) => result.status === 'rejected' && isAbortError(result.reason))).toBe(true);
    expect(of('POST', '/upload')).toHaveLength(3);
  });

  test('are none for no file', async () => {
    await backend();
    expect(await (await signedIn(running())).images.uploadMany([])).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN])('rejects a concurrency of %p', async (concurrency) => {
    await backend();
    expect(await failure((await signedIn(running())).images.uploadMany(files(1), { concurrency }))).toMatchObject({
      name: 'RangeError', message: `concurrency must be a whole number of at least 1, got ${concurrency}.`,
    });
  });

  test('go through beforeUpload one by one', async () => {
    const { of } = await backend();
    await (await signedIn(running())).images.uploadMany(files(2), {
      beforeUpload: async (file) => new File([(file as File).slice(0, 10)], `small-${(file as File).name}`, { type: 'image/jpeg' }),
    });
    expect(of('PUT', '/bucket/key').map(({ body }) => body.length)).toEqual([10, 10]);
    expect(of('POST', '/upload').map(({ body }) => (JSON.parse(body.toString()) as { filename: string }).filename).sort()).toEqual(['small-0.jpg', 'small-1.jpg']);
  });
});
