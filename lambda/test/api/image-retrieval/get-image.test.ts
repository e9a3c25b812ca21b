import { get, NAME, READY, RENDITIONS, resetServices, table } from './support/api';
import { USER_ID } from '../../support/api-event';
import { row } from '../../support/image-table';

beforeEach(resetServices);

describe('the record of an image', () => {
  test('has the fields of the documentation and no others', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      image_id: READY.image_id,
      status: 'ready',
      filename: NAME,
      content_type: 'image/jpeg',
      size: 9,
      width: 4_000,
      height: 3_000,
      placeholder: 'YTkGJwa',
      created_at: READY.created_at,
      updated_at: READY.updated_at,
      renditions: RENDITIONS.map(({ key: _key, ...rest }) => rest),
    });
  });

  test('says why an image was rejected, and has no renditions before it is ready', async () => {
    table.rows = [row(1, { user_id: USER_ID, status: 'rejected', reason: 'corrupt-image' })];
    expect((await get()).body).toMatchObject({ status: 'rejected', reason: 'corrupt-image', renditions: [] });
  });
});

describe('a size of an image', () => {
  test('comes as a URL that ends when it says', async () => {
    const { status, body } = await get({ query: { size: 'medium', format: 'jpeg' } });
    const url = new URL(body.url);
    expect(status).toBe(200);
    expect(body).toEqual({ image_id: READY.image_id, size: 'medium', format: 'jpeg', width: 150, height: 100, bytes: 5_000, url: body.url, expires_at: body.expires_at });
    expect(url.pathname).toBe(`/${RENDITIONS[2].key}`);
    expect(url.searchParams.get('response-content-type')).toBe('image/jpeg');
    expect(decodeURIComponent(url.searchParams.get('response-content-disposition') ?? '')).toContain('ファイル 100% (1)+é-medium.jpg');
    const signedAt = url.searchParams.get('X-Amz-Date')?.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5') ?? '';
    expect(Date.parse(body.expires_at) - Date.parse(signedAt)).toBe(300_000);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
  });

  test.each([[{}, 'webp'], [{ accept: 'image/jpeg' }, 'jpeg'], [{ Accept: 'image/webp,*/*' }, 'webp'], [{ accept: 'application/json' }, 'webp']])(
    'comes in the format that the headers %p ask for', async (headers, format) => {
      expect((await get({ query: { size: 'medium' }, headers })).body.format).toBe(format);
    });

  test('can be redirected to', async () => {
    const { status, headers, body } = await get({ query: { size: 'thumbnail', redirect: 'true' } });
    expect(status).toBe(302);
    expect(body).toBeUndefined();
    expect(new URL(String(headers.Location)).pathname).toBe(`/${RENDITIONS[1].key}`);
  });

  test.each(['pending', 'processing'])('is to be asked for again while the image is %s', async (status) => {
    table.rows = [row(1, { user_id: USER_ID, status })];
    expect(await get({ query: { size: 'medium' } })).toMatchObject({ status: 202, headers: { 'Retry-After': '1' }, body: { image_id: READY.image_id, status } });
    expect(Object.keys((await get({ query: { size: 'medium' } })).body)).toEqual(['image_id', 'status']);
  });

  test('rejects with the reason if the image was rejected', async () => {
    table.rows = [row(1, { user_id: USER_ID, status: 'rejected', reason: 'too-many-pixels' })];
    expect(await get({ query: { size: 'medium' } })).toMatchObject({
      status: 422, body: { code: 'image-rejected', reason: 'too-many-pixels', image_id: READY.image_id, detail: expect.stringContaining('too-many-pixels') },
    });
  });

  test('fails with a separate code if processing failed', async () => {
    table.rows = [row(1, { user_id: USER_ID, status: 'failed', reason: 'processing-failed' })];
    expect(await get({ query: { size: 'medium' } })).toMatchObject({ status: 409, body: { code: 'processing-failed', reason: 'processing-failed' } });
  });

  // holds: threat.retrieval.expensive-query
  test.each(['ready', 'pending', 'rejected', 'failed'])('that does not exist is rejected, naming those that do, while the image is %s', async (status) => {
    table.rows = [{ ...READY, status }];
    expect(await get({ query: { size: 'huge' } })).toMatchObject({
      status: 400, body: { code: 'unknown-size', sizes: ['thumbnail', 'medium'], detail: 'size should be one of thumbnail, medium.' },
    });
  });

  test.each(['', 'Medium', 'constructor', '__proto__', 'medium ', '../medium'])('rejects the size %p', async (size) => {
    expect(await get({ query: { size } })).toMatchObject({ status: 400, body: { code: 'unknown-size' } });
  });

  test('that was configured when the image was made is still served', async () => {
    table.rows = [{ ...READY, renditions: JSON.stringify([{ ...RENDITIONS[0], size: 'former' }]) }];
    expect((await get({ query: { size: 'former' } })).status).toBe(200);
    expect(await get({ query: { size: 'medium' } })).toMatchObject({ status: 400, body: { code: 'unknown-size', sizes: ['former'] } });
  });

  test('rejects a format that was not made, naming those that were', async () => {
    expect(await get({ query: { size: 'medium', format: 'avif' } })).toMatchObject({
      status: 400, body: { code: 'invalid-request', errors: [{ field: 'format', message: 'should be one of webp, jpeg for this image' }] },
    });
  });

  test.each<[Record<string, string>, string[]]>([
    [{ format: 'webp' }, ['size']], [{ redirect: 'true' }, ['size']], [{ size: 'medium', format: 'gif' }, ['format']],
    [{ size: 'medium', redirect: 'yes' }, ['redirect']], [{ width: '300', height: '300' }, ['width', 'height']], [{ size: 'medium', user_id: '../x' }, ['user_id']],
  ])('rejects the query %p, naming the parameters', async (query, fields) => {
    const { status, body } = await get({ query });
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });
});
