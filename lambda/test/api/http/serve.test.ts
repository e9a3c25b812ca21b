import { call } from './support/api';
import { PROBLEMS } from '../../../../src/contract/problems';
import { OWNER, USER_ID } from '../../support/api-event';

describe('routing', () => {
  test('goes by method and resource', async () => {
    expect(await call({ route: 'POST /echo', body: { name: 'a' } })).toMatchObject({ status: 200, body: { name: 'a' } });
    expect(await call({ route: 'GET /nothing' })).toMatchObject({ status: 204, body: undefined });
  });

  test.each(['POST /unknown', 'GET constructor', 'GET __proto__', 'PUT /{proxy+}', 'GET /', 'GET /auth'])('rejects %s: no call has the path', async (route) => {
    expect(await call({ route })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test.each([
    ['GET /auth/signin', 'POST'], ['HEAD /images', 'GET'], ['PATCH /image/{image_id}', 'GET, DELETE'], ['OPTIONS /upload', 'POST'], ['purge /upload', 'POST'],
  ])('rejects %s: the path takes %s', async (route, allowed) => {
    const { status, headers, body } = await call({ route });
    expect({ status, code: body.code, allow: headers.Allow }).toEqual({ status: 405, code: 'method-not-allowed', allow: allowed });
    expect(body.detail).toContain(allowed);
  });

  test('lists OPTIONS among the methods if there is a preflight', async () => {
    expect((await call({ route: 'PUT /upload' }, ['https://a.example'])).headers.Allow).toBe('POST, OPTIONS');
  });

  // holds: threat.api.cached-answer
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

  // holds: threat.api.revealing-error
  test('an unforeseen error says nothing to the client, and is logged with the request id', async () => {
    const { status, body, telemetry } = await call({ route: 'GET /broken' });
    expect(status).toBe(500);
    expect(body.code).toBe('internal-error');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(telemetry.lines).toEqual([
      { level: 'error', message: 'request failed', error: expect.any(Error), keys: { request_id: 'request-1', route: 'GET /broken' } },
    ]);
  });

  test('the caller and the image of the path are in every line and in the trace, if they are valid', async () => {
    const image_id = '01900000-0000-7000-8000-00000000000a';
    const known = await call({ route: 'GET /broken', claims: OWNER, path: { image_id } });
    expect(known.telemetry.lines).toMatchObject([{ keys: { request_id: 'request-1', user_id: USER_ID, image_id } }]);
    expect(known.telemetry.traced).toEqual([[{ request_id: 'request-1', user_id: USER_ID, image_id }, undefined]]);
    const odd = await call({ route: 'GET /broken', claims: { sub: 'no sub!' }, path: { image_id: 'what a caller likes' } });
    expect(odd.telemetry.traced).toEqual([[{ request_id: 'request-1' }, undefined]]);
  });

  test('codes are lower-kebab', () => {
    for (const code of Object.keys(PROBLEMS)) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });
});

describe('cross-origin answers', () => {
  const allowed = ['https://a.example', 'https://b.example', 'http://localhost:3000'];

  test.each(allowed)('echo only %s', async (origin) => {
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

  test('echo any origin if the list contains *', async () => {
    const { headers } = await call({ route: 'GET /nothing', headers: { origin: 'https://any.example' } }, ['*']);
    expect(headers['Access-Control-Allow-Origin']).toBe('https://any.example');
  });
});
