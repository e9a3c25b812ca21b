import { call } from './support/api';
import { MAX_BODY_BYTES } from '../../../api/http/request';
import { Call, OWNER, USER_ID } from '../../support/api-event';

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

  test.each<[string, Call]>([
    ['bytes that are no UTF-8', { route: 'POST /echo', text: Buffer.from('{"name":"\xff"}', 'latin1').toString('base64'), base64: true }],
    ['only a byte order mark', { route: 'POST /echo', text: '\uFEFF' }],
  ])('rejects %s', async (_title, options) => {
    expect(await call(options)).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field: 'body' }] } });
  });

  test('rejects a body together with a query string, naming the parameter', async () => {
    const { status, body } = await call({ route: 'POST /echo', body: { name: 'a' }, query: { password: 'x' } });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'password', message: 'is not a field of this request' }]);
  });

  test('names a field that is no text as text', async () => {
    const { body } = await call({ route: 'POST /echo', text: `{"name":"a","\\ud83d":1,"${'a'.repeat(63)}😀":2}` });
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['\uFFFD', `${'a'.repeat(63)}\uFFFD`]);
  });
});

describe('queries', () => {
  test('rejects a parameter that is given twice, naming it', async () => {
    const { status, body } = await call({ route: 'GET /search', query: { word: 'b' }, queries: { word: ['a', 'b'], page: ['1'] } });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'word', message: 'should be given once' }]);
  });
});

describe('the caller', () => {
  test('is who the authorizer says', async () => {
    expect((await call({ route: 'GET /who', claims: OWNER })).body).toEqual({ userId: USER_ID, admin: false });
  });

  test.each([['admins'], ['editors,admins'], ['[editors admins]'], ['[admins]'], [['editors', 'admins']]])('is an admin with the groups %p', async (groups) => {
    expect((await call({ route: 'GET /who', claims: { ...OWNER, 'cognito:groups': groups } })).body.admin).toBe(true);
  });

  // holds: threat.cognito.self-promotion, threat.retrieval.false-administrator
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
