import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { call, newAddress, newUser, User } from './backend';

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

describe('signing in', () => {
  test('gives the three tokens and their life', async () => {
    const { status, body } = await call('POST', '/auth/signin', { body: { email: user.email, password: user.password } });
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'Bearer',
      id_token: expect.any(String),
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 3600,
    });
  });

  test('rejects a wrong password and an unknown address with the same answer', async () => {
    const wrong = await call('POST', '/auth/signin', { body: { email: user.email, password: 'Wrong-Password-1' } });
    const unknown = await call('POST', '/auth/signin', { body: { email: newAddress(), password: 'Wrong-Password-1' } });
    expect(wrong.status).toBe(401);
    expect(wrong.body.code).toBe('unauthorized');
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
  });

  test('a refresh token gives new tokens until it is signed out', async () => {
    const { body: tokens } = await call('POST', '/auth/signin', { body: { email: user.email, password: user.password } });
    const refresh = () => call('POST', '/auth/refresh', { body: { refresh_token: tokens.refresh_token } });
    expect((await refresh()).body).toEqual({
      token_type: 'Bearer', id_token: expect.any(String), access_token: expect.any(String), expires_in: 3600,
    });
    expect((await call('POST', '/auth/signout', { body: { refresh_token: tokens.refresh_token } })).status).toBe(204);
    expect((await refresh()).status).toBe(401);
  });

  test('rejects missing and unknown fields by name', async () => {
    const { status, body } = await call('POST', '/auth/signin', { body: { email: 5, extra: true } });
    expect(status).toBe(400);
    expect(body.code).toBe('invalid-request');
    expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual(['email', 'extra', 'password']);
  });
});

describe('image calls', () => {
  const image = '/image/01900000-0000-7000-8000-000000000000';

  test.each([['POST', '/upload'], ['GET', image], ['DELETE', image], ['GET', '/images']])('%s %s rejects a caller without a token', async (method, path) => {
    const { status, body } = await call(method, path, { body: method === 'POST' ? { filename: 'a.jpg', content_type: 'image/jpeg' } : undefined });
    expect(status).toBe(401);
    expect(body.code).toBe('unauthorized');
  });

  const forgeries: Record<string, () => string> = {
    'signed by another key': () => forged('RS256'),
    'signed by HMAC': () => forged('HS256'),
    'not signed at all': () => forged('none'),
    'whose claims were changed': () => changed(),
    'that is no token': () => 'junk',
  };

  test.each(Object.keys(forgeries))('reject a token %s', async title => {
    expect((await call('GET', '/images', { token: forgeries[title]() })).status).toBe(401);
  });

  /** The claims of the real token, signed by somebody else. */
  function forged(alg: 'RS256' | 'HS256' | 'none'): string {
    const [realHeader, claims] = user.idToken.split('.');
    const { kid } = JSON.parse(Buffer.from(realHeader, 'base64url').toString());
    const signed = `${Buffer.from(JSON.stringify({ alg, kid })).toString('base64url')}.${claims}`;
    const signatures = {
      RS256: () => sign('sha256', Buffer.from(signed), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      HS256: () => createHmac('sha256', 'secret').update(signed).digest(),
      none: () => Buffer.alloc(0),
    };
    return `${signed}.${signatures[alg]().toString('base64url')}`;
  }

  function changed(): string {
    const [header, claims, signature] = user.idToken.split('.');
    const other = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'somebody-else' };
    return [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.');
  }
});
