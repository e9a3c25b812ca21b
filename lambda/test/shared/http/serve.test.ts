import * as z from 'zod/mini';
import { PROBLEMS } from '../../../../src/contract/problems';
import { Problem } from '../../../shared/http/problem';
import { MAX_BODY_BYTES } from '../../../shared/http/request';
import { Routes, serve } from '../../../shared/http/serve';
import { apiEvent, Call, OWNER, read, USER_ID } from '../../support/api-event';
import { recordingTelemetry } from '../../support/telemetry';

const schema = z.strictObject({ name: z.string(), tags: z.optional(z.array(z.string())) });
const routes: Routes = {
  'POST /echo': async (request) => ({ status: 200, body: request.body(schema) }),
  'GET /nothing': async () => ({ status: 204 }),
  'GET /refused': async () => { throw new Problem('file-too-large', 'Too large.', { members: { max_size: 7 }, headers: { 'Retry-After': '3' } }); },
  'GET /broken': async () => { throw new Error('the password is hunter2'); },
  'GET /who': async (request) => ({ status: 200, body: request.caller() }),
};

async function call(options: Call, allowedOrigins: string[] = []) {
  const telemetry = recordingTelemetry();
  const answer = read(await serve(routes, { allowedOrigins, telemetry })(apiEvent(options)));
  return { ...answer, telemetry };
}

describe('routing', () => {
  test('goes by method and resource', async () => {
    expect(await call({ route: 'POST /echo', body: { name: 'a' } })).toMatchObject({ status: 200, body: { name: 'a' } });
    expect(await call({ route: 'GET /nothing' })).toMatchObject({ status: 204, body: undefined });
  });

  test.each(['GET /echo', 'POST /unknown', 'GET constructor', 'GET __proto__'])('rejects %s', async (route) => {
    expect(await call({ route })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('answers are never cached and never sniffed', async () => {
    const { headers } = await call({ route: 'GET /nothing' });
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  });
});

describe('problems', () => {
  test('have all fields of RFC 9457, the code, the request id and what the problem adds', async () => {
    const { status, headers, body } = await call({ route: 'GET /refused' });
    expect(status).toBe(413);
    expect(headers).toMatchObject({ 'Content-Type': 'application/problem+json', 'Retry-After': '3' });
    expect(body).toEqual({
      type: expect.stringMatching(/^https:.*docs\/api\.md#file-too-large$/),
      title: 'The file is too large',
      status: 413,
      detail: 'Too large.',
      instance: 'request-1',
      code: 'file-too-large',
      max_size: 7,
    });
  });

  test('an unforeseen error says nothing to the client, and is logged with the request id', async () => {
    const { status, body, telemetry } = await call({ route: 'GET /broken' });
    expect(status).toBe(500);
    expect(body.code).toBe('internal-error');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(telemetry.lines).toEqual([
      { level: 'error', message: 'request failed', error: expect.any(Error), keys: { request_id: 'request-1', route: 'GET /broken' } },
    ]);
  });

  test('codes are lower-kebab', () => {
    for (const code of Object.keys(PROBLEMS)) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });
});

describe('bodies', () => {
  test.each<[string, Call]>([
    ['a lower-case header name', { route: 'POST /echo', text: '{"name":"a"}', headers: { 'content-type': 'application/json' } }],
    ['a charset', { route: 'POST /echo', text: '{"name":"a"}', headers: { 'Content-Type': 'Application/JSON; charset=UTF-8' } }],
    ['a type of JSON', { route: 'POST /echo', text: '{"name":"a"}', headers: { 'Content-Type': 'application/vnd.example+json' } }],
    ['base64', { route: 'POST /echo', text: Buffer.from('{"name":"a"}').toString('base64'), base64: true }],
  ])('are read with %s', async (_title, options) => {
    expect(await call(options)).toMatchObject({ status: 200, body: { name: 'a' } });
  });

  test.each<[string, string | null, Array<{ field: string; message: string }>]>([
    ['no body', null, [{ field: 'body', message: 'is required' }]],
    ['an empty body', ' ', [{ field: 'body', message: 'is required' }]],
    ['broken JSON', '{"name":', [{ field: 'body', message: 'should be JSON' }]],
    ['null', 'null', [{ field: 'body', message: 'should be an object, got null' }]],
    ['an array', '[]', [{ field: 'body', message: 'should be an object, got an array' }]],
    ['a missing field', '{}', [{ field: 'name', message: 'is required' }]],
    ['a field of another kind', '{"name":5}', [{ field: 'name', message: 'should be a string, got a number' }]],
    ['an element of another kind', '{"name":"a","tags":["b",null]}', [{ field: 'tags.1', message: 'should be a string, got null' }]],
    ['unknown fields', '{"name":"a","x":1,"y":2}', [
      { field: 'x', message: 'is not a field of this request' }, { field: 'y', message: 'is not a field of this request' },
    ]],
    ['a field that would change the prototype', '{"name":"a","__proto__":{}}', [{ field: '__proto__', message: 'is not a field of this request' }]],
  ])('rejects %s with an error for each field', async (_title, text, errors) => {
    const { status, body } = await call({ route: 'POST /echo', text });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request', errors });
  });

  test('rejects a body of thousands of unknown fields with the first few', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, 0]));
    const { status, body } = await call({ route: 'POST /echo', body: { ...many, name: 'a' } });
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(20);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])('rejects the type %p', async (type) => {
    const { status, body } = await call({ route: 'POST /echo', body: { name: 'a' }, headers: { 'Content-Type': type } });
    expect(status).toBe(415);
    expect(body.code).toBe('unsupported-media-type');
  });

  test('of exactly the limit are read, and one byte more is rejected', async () => {
    const text = (bytes: number) => `{"name":"${'é'.repeat((bytes - 12) / 2)}a"}`;
    expect(Buffer.byteLength(text(MAX_BODY_BYTES))).toBe(MAX_BODY_BYTES);
    expect((await call({ route: 'POST /echo', text: text(MAX_BODY_BYTES) })).status).toBe(200);
    expect(await call({ route: 'POST /echo', text: ` ${text(MAX_BODY_BYTES)}` })).toMatchObject({ status: 413, body: { code: 'request-too-large' } });
    const base64 = Buffer.from(` ${text(MAX_BODY_BYTES)}`).toString('base64');
    expect((await call({ route: 'POST /echo', text: base64, base64: true })).status).toBe(413);
  });
});

describe('cross-origin answers', () => {
  const allowed = ['https://a.example', 'https://b.example', 'http://localhost:3000'];

  test.each(allowed)('echo %s alone', async (origin) => {
    const { headers } = await call({ route: 'GET /nothing', headers: { origin } }, allowed);
    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': origin, 'Vary': 'Origin' });
  });

  test.each(['POST /unknown', 'GET /refused', 'GET /broken', 'GET /who'])('carry the headers on the error of %s too', async (route) => {
    const { headers } = await call({ route, headers: { Origin: allowed[1] } }, allowed);
    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': allowed[1], 'Vary': 'Origin' });
  });

  test.each([undefined, 'https://evil.example', 'https://a.example.evil', 'HTTPS://A.EXAMPLE', 'null', '*'])('give no origin to %p', async (origin) => {
    const { headers } = await call({ route: 'GET /nothing', headers: origin === undefined ? {} : { origin } }, allowed);
    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin');
    expect(headers.Vary).toBe('Origin');
  });

  test('echo any origin where the list says so', async () => {
    const { headers } = await call({ route: 'GET /nothing', headers: { origin: 'https://any.example' } }, ['*']);
    expect(headers['Access-Control-Allow-Origin']).toBe('https://any.example');
  });
});

describe('the caller', () => {
  test('is who the authorizer says', async () => {
    expect((await call({ route: 'GET /who', claims: OWNER })).body).toEqual({ userId: USER_ID, admin: false });
  });

  test.each([['admins'], ['editors,admins'], ['[editors admins]'], ['[admins]'], [['editors', 'admins']]])('is an admin with the groups %p', async (groups) => {
    expect((await call({ route: 'GET /who', claims: { ...OWNER, 'cognito:groups': groups } })).body.admin).toBe(true);
  });

  test.each([[''], ['admin'], ['superadmins'], ['admins-not'], [[]], [['Admins']], [{ admins: true }], [undefined]])('is no admin with the groups %p', async (groups) => {
    expect((await call({ route: 'GET /who', claims: { ...OWNER, 'cognito:groups': groups } })).body.admin).toBe(false);
  });

  const token = `Bearer x.${Buffer.from(JSON.stringify(OWNER)).toString('base64url')}.y`;
  test.each<[string, Record<string, unknown> | undefined]>([
    ['no claims', undefined],
    ['no sub', { token_use: 'id' }],
    ['an empty sub', { sub: '' }],
    ['a sub that would leave its folder', { sub: '../other' }],
    ['a sub that is no text', { sub: 5 }],
    ['an access token', { ...OWNER, token_use: 'access' }],
  ])('rejects %s, whatever token the headers hold', async (_title, claims) => {
    const { status, body } = await call({ route: 'GET /who', claims, headers: { Authorization: token } });
    expect(status).toBe(401);
    expect(body.code).toBe('unauthorized');
  });
});
