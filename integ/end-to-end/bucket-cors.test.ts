import { call, finished, Grant, grant, newUser, put, upload, User } from './backend';
import { ALLOWED_ORIGINS, OTHER_ORIGIN } from './origins';
import { photograph } from './pictures';

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

const photo = photograph('allium-oreophilum');
const EXPOSED = ['etag', 'x-amz-request-id', 'x-amz-checksum-sha256', 'x-amz-checksum-crc32'];

function exposed(headers: Headers): string[] {
  return (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(/,\s*/);
}

/** What a browser asks before a page may send the request. */
async function preflight(url: string, origin: string, method: string, headers: readonly string[]): Promise<Response> {
  return fetch(url, {
    method: 'OPTIONS',
    headers: {
      'origin': origin, 'access-control-request-method': method, 'access-control-request-headers': headers.join(',').toLowerCase(),
    },
  });
}

async function postForm({ form }: Grant, origin: string): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append('file', new Blob([new Uint8Array(photo)]), 'photo.jpg');
  return fetch(form.url, { method: 'POST', headers: { origin }, body });
}

describe('an upload from a web page', () => {
  test.each(ALLOWED_ORIGINS)('of %s is let through by S3, and its answer can be read', async origin => {
    const granted = await grant(user, 'a.jpg', 'image/jpeg', photo.length);
    const asked = await preflight(granted.upload_url, origin, 'PUT', Object.keys(granted.headers));
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');

    const sent = await put({ ...granted, headers: { ...granted.headers, origin } }, photo);
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect(sent.headers.get('vary')).toMatch(/\bOrigin\b/);
    expect(exposed(sent.headers)).toEqual(expect.arrayContaining(EXPOSED));
    expect(sent.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
  });

  test.each(ALLOWED_ORIGINS)('of %s may be a form', async origin => {
    const granted = await grant(user, 'a.jpg', 'image/jpeg', photo.length);
    expect((await preflight(granted.form.url, origin, 'POST', [])).headers.get('access-control-allow-origin')).toBe(origin);
    const sent = await postForm(granted, origin);
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    expect(exposed(sent.headers)).toEqual(expect.arrayContaining(EXPOSED));
  });

  // holds: threat.app.cross-site-request
  test('of any other origin is stopped by its browser', async () => {
    const granted = await grant(user, 'a.jpg', 'image/jpeg', photo.length);
    const asked = await preflight(granted.upload_url, OTHER_ORIGIN, 'PUT', Object.keys(granted.headers));
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const sent = await postForm(granted, OTHER_ORIGIN);
    expect(sent.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('a rendition can be read by the pages of each allowed origin, and of no other', async () => {
  const imageId = await upload(user, 'a.jpg', 'image/jpeg', photo);
  expect((await finished(user, imageId)).status).toBe('ready');
  const { body: { url } } = await call('GET', `/image/${imageId}?size=thumbnail`, { token: user.idToken });
  for (const origin of ALLOWED_ORIGINS) {
    const { status, headers } = await fetch(url, { headers: { origin } });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect(exposed(headers)).toEqual(expect.arrayContaining(EXPOSED));
  }
  expect((await fetch(url, { headers: { origin: OTHER_ORIGIN } })).headers.get('access-control-allow-origin')).toBeNull();
});
