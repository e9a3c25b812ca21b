import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { call, newUser, User } from './backend';

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

const forgeries: Record<string, () => string> = {
  'signed by another key': () => forged('RS256'),
  'signed by HMAC': () => forged('HS256'),
  'not signed at all': () => forged('none'),
  'whose claims were changed': () => changed(),
  'that is no token': () => 'junk',
};

// holds: threat.api.forged-token
test.each(Object.keys(forgeries))('rejects a token %s', async title => {
  expect((await call('GET', '/images', { token: forgeries[title]() })).status).toBe(401);
});

/** The claims of the real token, signed with another key. */
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
  const other = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'another-user' };
  return [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.');
}
