import { createHash } from 'node:crypto';
import { call, finished, Grant, User } from './backend';
import { keysUnder } from './buckets';
import { photograph } from './pictures';
import { executionsOf } from './workflow-runs';

/** What the attacks on grants send, in three degrees of declaration. */
export const photo = photograph('allium-oreophilum');
export const checksum = base64Sha256(photo);
export const unsized = { filename: 'a.jpg', content_type: 'image/jpeg' };
export const sized = { ...unsized, size: photo.length };
export const declared = { ...sized, checksum_sha256: checksum };

export const ENCRYPTION = 'x-amz-server-side-encryption';
export const KEY_ID = 'x-amz-server-side-encryption-aws-kms-key-id';
/** Of no key that the system uses. */
export const OTHER_KEY = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-000000000000';

export function base64Sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}

export async function granted(user: User, request: object): Promise<Grant> {
  const { status, body } = await call('POST', '/upload', { token: user.idToken, body: request });
  expect(status).toBe(201);
  return body;
}

/** The form of a grant as a browser sends it: every field, and the file as the last. `undefined` leaves a field out. */
export async function submit({ form }: Grant, bytes: Buffer = photo, changes: Record<string, string | undefined> = {}): Promise<Response> {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...changes })) {
    if (value !== undefined) data.append(name, value);
  }
  data.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg');
  return fetch(form.url, { method: 'POST', body: data });
}

/** `403 SignatureDoesNotMatch`: the status, and the code of S3's error. */
export async function verdict(response: Response): Promise<string> {
  return [response.status, /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]].filter(Boolean).join(' ');
}

/**
 * Expects that only this upload of the user was stored and processed, and none of another user. Call it last: once this
 * upload is ready, the effects of a rejected one would be visible.
 */
export async function expectNoOtherUpload(user: User, other: User, { image_id, form }: Grant): Promise<void> {
  expect(await finished(user, image_id)).toMatchObject({ status: 'ready', size: photo.length });
  expect(await keysUnder('InputBucketName', `uploads/${user.id}/`)).toEqual([form.fields.key]);
  expect(await keysUnder('InputBucketName', `uploads/${other.id}/`)).toEqual([]);
  expect(await executionsOf(user)).toEqual([image_id]);
  const { body: page } = await call('GET', '/images?limit=100', { token: user.idToken });
  const others = page.items.filter((item: { image_id: string }) => item.image_id !== image_id);
  expect(others.length).toBeGreaterThan(15);
  expect([...new Set(others.map(({ status }: { status: string }) => status))]).toEqual(['pending']);
}
