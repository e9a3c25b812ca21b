import { Answer, call, newUser, User } from './backend';
import { ALLOWED_ORIGINS, OTHER_ORIGIN } from './origins';
import { poll } from '../local-aws/poll';

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

const NO_IMAGE = '/image/01900000-0000-7000-8000-000000000000';

/** One call each way that the API can answer, as its page makes it. */
type Ask = (origin: string) => Promise<Answer>;
const anonymous = (method: string, path: string, body?: unknown, type?: string): Ask => origin =>
  call(method, path, { body, headers: { origin, ...(type && { 'content-type': type }) } });
const signedIn = (method: string, path: string, body?: unknown): Ask => origin =>
  call(method, path, { token: user.idToken, body, headers: { origin } });

const BY_A_HANDLER: Record<string, [status: number, code: string | undefined, ask: Ask]> = {
  'a list': [200, undefined, signedIn('GET', '/images')],
  'a grant': [201, undefined, signedIn('POST', '/upload', { filename: 'a.jpg', content_type: 'image/jpeg' })],
  'an answer without a body': [204, undefined, signedIn('DELETE', NO_IMAGE)],
  'a field that is missing': [400, 'invalid-request', anonymous('POST', '/auth/verify', {})],
  'a wrong password': [401, 'unauthorized', anonymous('POST', '/auth/signin', { email: 'nobody@example.com', password: 'Wrong-1' })],
  'the list of somebody else': [403, 'forbidden', signedIn('GET', '/images?user_id=somebody-else')],
  'an unknown path': [404, 'not-found', anonymous('GET', '/nothing/here')],
  'the root': [404, 'not-found', anonymous('GET', '/')],
  'an unknown image': [404, 'image-not-found', signedIn('GET', NO_IMAGE)],
  'a wrong method': [405, 'method-not-allowed', anonymous('PUT', '/upload')],
  'a file that is too large': [413, 'file-too-large', signedIn('POST', '/upload', { filename: 'a.jpg', content_type: 'image/jpeg', size: 1e9 })],
  'a body that is too long': [413, 'request-too-large', anonymous('POST', '/auth/verify', { code: 'x'.repeat(17_000) })],
  'a type that is no image': [415, 'unsupported-type', signedIn('POST', '/upload', { filename: 'a.txt', content_type: 'text/plain' })],
  'a body that is not JSON': [415, 'unsupported-media-type', anonymous('POST', '/auth/verify', {}, 'text/plain')],
};

const BY_API_GATEWAY: Record<string, [status: number, code: string, ask: Ask]> = {
  'no token': [401, 'unauthorized', anonymous('GET', '/images')],
  'a forged token': [401, 'unauthorized', origin => call('GET', '/images', { token: 'a.b.c', headers: { origin } })],
};

describe('a preflight', () => {
  const ask = (path: string, origin: string) => call('OPTIONS', path, {
    headers: { 'origin': origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
  });

  test.each(['/', '/auth/signin', '/upload', '/images', NO_IMAGE, '/nothing/here'])('of %s names each allowed origin alone, and no other', async path => {
    for (const origin of ALLOWED_ORIGINS) {
      const { status, headers, body } = await ask(path, origin);
      expect([status, body, allowed(headers)]).toEqual([204, '', origin]);
      expect(varies(headers)).toBe(true);
      expect(headers.get('access-control-allow-methods')).toBe('GET,POST,DELETE,OPTIONS');
      expect(headers.get('access-control-allow-headers')).toBe('Authorization,Content-Type,Accept');
    }
    expect(allowed((await ask(path, OTHER_ORIGIN)).headers)).toBeNull();
  });
});

describe.each(Object.entries(BY_A_HANDLER))('the answer of a handler to %s', (_title, [status, code, ask]) => {
  test.each(ALLOWED_ORIGINS)('names %s alone', async origin => {
    const answer = await ask(origin);
    expect([answer.status, answer.body.code, allowed(answer.headers)]).toEqual([status, code, origin]);
    expect(varies(answer.headers)).toBe(true);
  });

  // holds: threat.app.cross-site-request
  test('names no other origin', async () => {
    const answer = await ask(OTHER_ORIGIN);
    expect([answer.status, allowed(answer.headers), varies(answer.headers)]).toEqual([status, null, true]);
  });
});

describe.each(Object.entries(BY_API_GATEWAY))('the answer of API Gateway itself to %s', (_title, [status, code, ask]) => {
  // The emulator cannot distinguish origins here: see docs/decisions/0005.
  test.each([...ALLOWED_ORIGINS, OTHER_ORIGIN])('names its caller %s alone', async origin => {
    const answer = await ask(origin);
    expect([answer.status, answer.body.code, allowed(answer.headers)]).toEqual([status, code, origin]);
    expect(varies(answer.headers)).toBe(true);
  });

  test('names nobody to a program', async () => {
    const { headers } = await call('GET', '/images');
    expect(allowed(headers)).toBeNull();
  });
});

test('a flood of an account call is answered 429, which its page may read', async () => {
  const refused = await poll('API Gateway to refuse a flood from each origin', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, (_, index) =>
      call('POST', '/auth/confirm-forgot-password', { body: {}, headers: { origin: ALLOWED_ORIGINS[index % ALLOWED_ORIGINS.length] } })));
    const tooMany = answers.filter(({ status }) => status === 429);
    return new Set(tooMany.map(({ headers }) => allowed(headers))).size === ALLOWED_ORIGINS.length && tooMany;
  });
  for (const { headers, body } of refused) {
    expect(ALLOWED_ORIGINS).toContain(allowed(headers));
    expect([body.code, headers.get('retry-after'), headers.get('access-control-expose-headers'), varies(headers)])
      .toEqual(['too-many-requests', '1', 'Retry-After', true]);
  }
});

function allowed(headers: Headers): string | null {
  return headers.get('access-control-allow-origin');
}

function varies(headers: Headers): boolean {
  return (headers.get('vary') ?? '').split(/,\s*/).includes('Origin');
}
