import { generateKeyPairSync } from 'crypto';
import { Token } from 'aws-cdk-lib';
import { EC_KEY, OTHER_EC_KEY, RSA_KEY } from '../../projenrc/templates/public-keys';
import { toTrustedKeys } from '../../src/delivery/cloudfront-options';

const pem = { format: 'pem' } as const;
const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const subject = 'publicKeys[0] of Delivery.cloudFront()';
const fix = 'make a pair with: openssl ecparam -name prime256v1 -genkey -noout -out signing-key.pem; openssl ec -in signing-key.pem -pubout -out signing-key.pub.pem';

test('an EC key and an RSA key are trusted under a fingerprint of their own', () => {
  const keys = toTrustedKeys([EC_KEY, RSA_KEY]);
  expect(keys.map(({ pem: text }) => text.trim())).toEqual([EC_KEY, RSA_KEY]);
  for (const { fingerprint } of keys) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(keys[0].fingerprint).not.toBe(keys[1].fingerprint);
});

test('a key is the same in every spelling', () => {
  const windows = `\r\n${EC_KEY.replace(/\n/g, '\r\n')}\r\n`;
  expect(toTrustedKeys([windows])).toEqual(toTrustedKeys([EC_KEY]));
});

test.each<[string, string[], string]>([
  ['no key', [], 'publicKeys of Delivery.cloudFront() must be one key, or two during a rotation, got 0 keys'],
  ['three keys', [EC_KEY, OTHER_EC_KEY, RSA_KEY], 'publicKeys of Delivery.cloudFront() must be one key, or two during a rotation, got 3 keys'],
  ['a key twice', [EC_KEY, `${EC_KEY}\n`], 'publicKeys of Delivery.cloudFront() must be different keys, got the same key twice'],
  ['a token', [Token.asString({ Ref: 'Key' })], `${subject} must be known at synth, got a token (a value that exists only after deployment); read it from a file`],
  ['a file name', ['signing-key.pub.pem'], `${subject} must be a public key in PEM (-----BEGIN PUBLIC KEY-----), got 19 characters that are not one; ${fix}`],
  ['a short RSA key', [generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', ...pem }).toString()],
    `${subject} must be a key that CloudFront supports (EC P-256 or RSA with 2048 bits), got rsa with 1024 bits; ${fix}`],
  ['a key of another curve', [generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey.export({ type: 'spki', ...pem }).toString()],
    `${subject} must be a key that CloudFront supports (EC P-256 or RSA with 2048 bits), got ec with secp384r1; ${fix}`],
  ['an Ed25519 key', [generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', ...pem }).toString()],
    `${subject} must be a key that CloudFront supports (EC P-256 or RSA with 2048 bits), got ed25519; ${fix}`],
])('rejects %s', (_title, publicKeys, message) => {
  expect(() => toTrustedKeys(publicKeys)).toThrow(new Error(message));
});

// holds: threat.cloudfront.forged-url
test.each(['pkcs8', 'sec1'] as const)('rejects a private key (%s), and says nothing of it', (type) => {
  const secret = elliptic.privateKey.export({ type, ...pem }).toString();
  expect(() => toTrustedKeys([secret])).toThrow(new Error(`${subject} must be a public key, got a private key; keep it out of the app: only the signing function reads it, from S3`));
});
