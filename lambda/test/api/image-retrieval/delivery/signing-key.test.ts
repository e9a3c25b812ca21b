import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { GetObjectCommand, GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { fingerprintOf } from '../../../../../src/contract/signing-keys';
import { SigningKeySource } from '../../../../api/image-retrieval/delivery/signing-key';
import { CREDENTIALS } from '../../../support/settings';

const elliptic = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const [first, second] = [elliptic(), elliptic()];
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyPairIds = { [fingerprintOf(first.publicKey)]: 'K1', [fingerprintOf(second.publicKey)]: 'K2', [fingerprintOf(rsa.publicKey)]: 'K3' };
const pemOf = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8') => key.export({ type, format: 'pem' }).toString();

const s3 = mockClient(S3Client);
const clock = { now: 0 };
const HOUR = 60 * 60 * 1000;
const source = () => new SigningKeySource({ s3: new S3Client(CREDENTIALS), bucket: 'output', keyPairIds, now: () => new Date(clock.now) });
const reads = () => s3.commandCalls(GetObjectCommand).length;

function store(content: string): void {
  const Body = { transformToString: async () => content } as GetObjectCommandOutput['Body'];
  s3.on(GetObjectCommand, { Bucket: 'output', Key: 'delivery/signing-key.pem' }).resolves({ Body });
}

beforeEach(() => {
  s3.reset();
  clock.now = 0;
});

test.each<[string, string, string]>([
  ['EC key in PKCS #8', pemOf(first.privateKey), 'K1'],
  ['EC key in SEC 1', pemOf(second.privateKey, 'sec1'), 'K2'],
  ['RSA key in PKCS #8', pemOf(rsa.privateKey), 'K3'],
  ['RSA key in PKCS #1', pemOf(rsa.privateKey, 'pkcs1'), 'K3'],
  ['key with line ends of Windows', pemOf(first.privateKey).replace(/\n/g, '\r\n'), 'K1'],
])('an %s finds its id by itself', async (_title, pem, keyPairId) => {
  store(pem);
  expect((await source().current()).keyPairId).toBe(keyPairId);
});

test('the key is read once, and again after an hour, when another one may be there', async () => {
  const keys = source();
  store(pemOf(first.privateKey));
  await keys.current();
  store(pemOf(second.privateKey));
  clock.now = HOUR - 1;
  expect((await keys.current()).keyPairId).toBe('K1');
  expect(reads()).toBe(1);
  clock.now = HOUR;
  expect((await keys.current()).keyPairId).toBe('K2');
  await keys.current();
  expect(reads()).toBe(2);
});

test('a key that comes later is found with the next call', async () => {
  const keys = source();
  s3.on(GetObjectCommand).rejects(Object.assign(new Error('Access Denied'), { name: 'AccessDenied' }));
  await expect(keys.current()).rejects.toThrow(
    'the signing key s3://output/delivery/signing-key.pem could not be read, got AccessDenied; put the private key there (docs/delivery.md)');
  store(pemOf(first.privateKey));
  expect((await keys.current()).keyPairId).toBe('K1');
});

const encrypted = first.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString();
const foreign = elliptic();
const kind = 'should be a private key in PEM without a passphrase (EC P-256 or RSA with 2048 bits), got';
test.each<[string, string, string]>([
  ['an empty object', '', `${kind} 0 characters that are not a valid key`],
  ['a text', 'not a key', `${kind} 9 characters that are not a valid key`],
  ['a public key', first.publicKey.export({ type: 'spki', format: 'pem' }).toString(), `${kind} 178 characters that are not a valid key`],
  ['half a key', pemOf(first.privateKey).slice(0, 120), `${kind} 120 characters that are not a valid key`],
  ['a key with a passphrase', encrypted, `${kind} ${encrypted.length} characters that are not a valid key`],
  ['a key of another kind', pemOf(generateKeyPairSync('ed25519').privateKey), `${kind} a key of another kind (ed25519)`],
  ['a key that the distribution does not trust', pemOf(foreign.privateKey),
    `should belong to a public key of the distribution (${Object.keys(keyPairIds).join(', ')}), got the private key of ${fingerprintOf(foreign.publicKey)}; give its public key to`],
])('fails for %s, and says nothing of what is in it', async (_title, content, message) => {
  store(content);
  const error: unknown = await source().current().catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(`the signing key s3://output/delivery/signing-key.pem ${message}`);
  const secret = content.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  for (const line of secret) expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(line);
});
