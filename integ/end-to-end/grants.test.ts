import { deployment, Grant, newUser, put, User } from './backend';
import {
  base64Sha256, checksum, declared, ENCRYPTION, expectNoOtherUpload, granted, KEY_ID, OTHER_KEY, photo, sized, unsized, verdict,
} from './refused-uploads';
import { grantFor } from './short-lived-grants';
import { poll } from '../local-aws/poll';

let user: User;
let other: User;
beforeAll(async () => {
  [user, other] = await Promise.all([newUser(), newUser()]);
}, 60_000);

type Attempt = (grant: Grant) => Promise<Response>;
type Headers = Record<string, string | undefined>;

function changed(headers: Record<string, string>, changes: Headers): Record<string, string> {
  const all: [string, string | undefined][] = Object.entries({ ...headers, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const withBytes = (bytes: Buffer, changes: Headers = {}): Attempt => grant =>
  put({ ...grant, headers: changed(grant.headers, changes) }, bytes);
const withHeaders = (changes: Headers): Attempt => withBytes(photo, changes);
const withUrl = (change: (url: URL) => void): Attempt => grant => {
  const url = new URL(grant.upload_url);
  change(url);
  return put({ ...grant, upload_url: url.href }, photo);
};
const withQuery = (name: string, change: (value: string) => string): Attempt =>
  withUrl(({ searchParams }) => searchParams.set(name, change(searchParams.get(name)!)));
const byMethod = (method: string): Attempt => ({ upload_url, headers }) =>
  fetch(upload_url, { method, headers: changed(headers, { 'content-length': undefined }) });

const flipped = Buffer.from(photo);
flipped[1_000] = 255 - flipped[1_000];

// Only the status, if the order of S3's checks decides whether its code names the signature or the permission.
test.each<[string, Attempt, RegExp, object?]>([
  ['one byte longer than its size', withBytes(Buffer.concat([photo, Buffer.alloc(1)])), /^403 SignatureDoesNotMatch$/],
  ['one byte shorter than its size', withBytes(photo.subarray(1)), /^403 SignatureDoesNotMatch$/],
  ['without a byte', withBytes(Buffer.alloc(0)), /^403 SignatureDoesNotMatch$/],
  ['of another content type', withHeaders({ 'content-type': 'text/html' }), /^403 SignatureDoesNotMatch$/],
  ['of a content type with a parameter', withHeaders({ 'content-type': 'image/jpeg; charset=utf-8' }), /^403 SignatureDoesNotMatch$/, unsized],
  ['without a content type', withHeaders({ 'content-type': undefined }), /^403 SignatureDoesNotMatch$/],
  ['without the encryption headers', withHeaders({ [ENCRYPTION]: undefined, [KEY_ID]: undefined }), /^403/],
  ['without the kind of encryption', withHeaders({ [ENCRYPTION]: undefined }), /^403/],
  ['without the encryption key', withHeaders({ [KEY_ID]: undefined }), /^403/],
  ['with another encryption key', withHeaders({ [KEY_ID]: OTHER_KEY }), /^403/],
  ['with AES256', withHeaders({ [ENCRYPTION]: 'AES256', [KEY_ID]: undefined }), /^403/],
  ['with one byte changed under a declared SHA-256', withBytes(flipped), /^400 BadDigest$/, declared],
  ['with the SHA-256 of its own bytes in place of the declared one', withBytes(flipped, { 'x-amz-checksum-sha256': base64Sha256(flipped) }), /^403/, declared],
  ['without the declared SHA-256', withHeaders({ 'x-amz-checksum-sha256': undefined }), /^403/, declared],
  ['to another image', withUrl(url => { url.pathname = url.pathname.replace(/.{12}$/, '000000000000'); }), /^403/],
  ['to another user', withUrl(url => { url.pathname = url.pathname.replace(user.id, other.id); }), /^403/],
  ['to the other bucket', withUrl(url => {
    const { InputBucketName, OutputBucketName } = deployment.outputs;
    url.pathname = url.pathname.replace(InputBucketName, OutputBucketName);
  }), /^403/],
  ['with a longer life', withQuery('X-Amz-Expires', () => '604800'), /^403 SignatureDoesNotMatch$/],
  ['with another date', withQuery('X-Amz-Date', date => date.replace(/\d{2}Z$/, seconds => seconds === '00Z' ? '01Z' : '00Z')), /^403 SignatureDoesNotMatch$/],
  ['with another signature', withQuery('X-Amz-Signature', signature => (signature[0] === '0' ? '1' : '0') + signature.slice(1)), /^403 SignatureDoesNotMatch$/],
  ['with fewer signed headers', withQuery('X-Amz-SignedHeaders', () => 'host'), /^403 SignatureDoesNotMatch$/],
  ['with another session token', withQuery('X-Amz-Security-Token', token => `${token}x`), /^40[03]/],
  ['made a GET', byMethod('GET'), /^403/],
  ['made a DELETE', byMethod('DELETE'), /^403/],
  ['made a POST', byMethod('POST'), /^403/],
])('S3 refuses a PUT %s', async (_title, send, expected, request = sized) => {
  expect(await verdict(await send(await granted(user, request)))).toMatch(expected);
});

// holds: promise.upload, threat.input.leaked-url
test('S3 refuses a PUT after expires_at', async () => {
  const grant = await grantFor(1, user, sized);
  await poll('the grant to end', async () => Date.now() > Date.parse(grant.expires_at));
  expect(await verdict(await put(grant, photo))).toBe('403 AccessDenied');
});

test.each<[string, object, string[]]>([
  ['neither size nor SHA-256', unsized, []],
  ['a size', sized, ['content-length']],
  ['a SHA-256', { ...unsized, checksum_sha256: checksum }, ['x-amz-checksum-sha256']],
  ['both', declared, ['content-length', 'x-amz-checksum-sha256']],
])('a grant with %s has exactly the listed headers signed, and no checksum in its URL', async (_title, request, further) => {
  const { upload_url, headers } = await granted(user, request);
  const expected = ['content-type', ENCRYPTION, KEY_ID, ...further];
  expect(Object.keys(headers).sort()).toEqual([...expected].sort());
  const { searchParams } = new URL(upload_url);
  expect(searchParams.get('X-Amz-SignedHeaders')!.split(';')).toEqual(['host', ...expected].sort());
  // The SDK's own default would be the CRC32 of an empty body.
  expect([...searchParams.keys()].filter(name => /checksum/i.test(name))).toEqual([]);
});

// holds: promise.upload, threat.input.altered-request
test('a PUT as granted is stored; none of the refused ones stored or started anything', async () => {
  const grant = await granted(user, declared);
  expect(await verdict(await put(grant, photo))).toBe('200');
  await expectNoOtherUpload(user, other, grant);
}, 60_000);
