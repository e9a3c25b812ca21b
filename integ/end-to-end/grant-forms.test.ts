import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { deployment, Grant, newUser, User } from './backend';
import { s3 } from './buckets';
import { base64Sha256, declared, ENCRYPTION, expectNoOtherUpload, granted, KEY_ID, OTHER_KEY, photo, sized, submit, unsized, verdict } from './refused-uploads';
import { grantFor } from './short-lived-grants';
import { poll } from '../local-aws/poll';

let user: User;
let other: User;
beforeAll(async () => {
  [user, other] = await Promise.all([newUser(), newUser()]);
}, 60_000);

type Attempt = (grant: Grant) => Promise<Response>;

const withBytes = (bytes: Buffer): Attempt => grant => submit(grant, bytes);
const withFields = (change: (fields: Record<string, string>) => Record<string, string | undefined>): Attempt => grant =>
  submit(grant, photo, change(grant.form.fields));

function widened(policy: string): string {
  const text = Buffer.from(policy, 'base64').toString();
  return Buffer.from(text.replace(/("content-length-range",1,)\d+/, '$1999999999')).toString('base64');
}

test.each<[string, Attempt, string, object?]>([
  ['one byte longer than its size', withBytes(Buffer.concat([photo, Buffer.alloc(1)])), '400 EntityTooLarge'],
  ['one byte longer than max_size, without a size', grant => submit(grant, Buffer.alloc(grant.max_size + 1)), '400 EntityTooLarge', unsized],
  ['with an empty file', withBytes(Buffer.alloc(0)), '400 EntityTooSmall'],
  ['with an empty file, without a size', withBytes(Buffer.alloc(0)), '400 EntityTooSmall', unsized],
  ['for another image', withFields(({ key }) => ({ key: key.replace(/.{12}$/, '000000000000') })), '403 AccessDenied'],
  ['for another user', withFields(({ key }) => ({ key: key.replace(user.id, other.id) })), '403 AccessDenied'],
  ['with the file\'s name in the key', withFields(({ key }) => ({ key: `${key}/\${filename}` })), '403 AccessDenied'],
  ['of another type', withFields(() => ({ 'Content-Type': 'text/html' })), '403 AccessDenied'],
  ['without a type', withFields(() => ({ 'Content-Type': undefined })), '403 AccessDenied'],
  ['without encryption', withFields(() => ({ [ENCRYPTION]: undefined, [KEY_ID]: undefined })), '403 AccessDenied'],
  ['with AES256', withFields(() => ({ [ENCRYPTION]: 'AES256' })), '403 AccessDenied'],
  ['with another encryption key', withFields(() => ({ [KEY_ID]: OTHER_KEY })), '403 AccessDenied'],
  ['without the encryption key', withFields(() => ({ [KEY_ID]: undefined })), '403 AccessDenied'],
  ['with another SHA-256 than the declared one', withFields(() => ({ 'x-amz-checksum-sha256': base64Sha256(Buffer.alloc(0)) })), '403 AccessDenied', declared],
  ['with a field more', withFields(() => ({ acl: 'public-read' })), '403 AccessDenied'],
  ['that sends the browser elsewhere', withFields(() => ({ success_action_redirect: 'https://elsewhere.example' })), '403 AccessDenied'],
  ['with a wider policy', withFields(({ Policy }) => ({ Policy: widened(Policy) })), '403 SignatureDoesNotMatch'],
  ['without a policy', withFields(() => ({ Policy: undefined })), '400 InvalidArgument'],
  ['with another signature', withFields(() => ({ 'X-Amz-Signature': '0'.repeat(64) })), '403 SignatureDoesNotMatch'],
])('S3 refuses a form %s', async (_title, send, expected, request = sized) => {
  expect(await verdict(await send(await granted(user, request)))).toBe(expected);
});

// holds: promise.upload
test('S3 refuses a form after expires_at', async () => {
  const grant = await grantFor(1, user, sized);
  await poll('the grant to end', async () => Date.now() > Date.parse(grant.expires_at));
  expect(await verdict(await submit(grant))).toBe('403 AccessDenied');
});

// holds: threat.input.altered-request
test('a form as granted is stored with the granted type and key; none of the refused ones stored or started anything', async () => {
  const grant = await granted(user, declared);
  expect(await verdict(await submit(grant))).toBe('204');
  const stored = await s3.send(new HeadObjectCommand({ Bucket: deployment.outputs.InputBucketName, Key: grant.form.fields.key }));
  expect(stored).toMatchObject({
    ContentType: 'image/jpeg', ContentLength: photo.length, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: grant.headers[KEY_ID],
  });
  await expectNoOtherUpload(user, other, grant);
}, 60_000);
