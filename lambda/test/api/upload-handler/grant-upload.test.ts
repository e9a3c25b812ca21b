import { S3Client } from '@aws-sdk/client-s3';
import { UploadRequest } from '../../../api/schemas/images';
import { GrantUpload, GrantUploadOptions } from '../../../api/upload-handler/grant-upload';
import { newImageId } from '../../../data/image-id';
import { CREDENTIALS } from '../../support/settings';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const PHOTO: UploadRequest = { filename: 'a.jpg', content_type: 'image/jpeg' };
const createPending = jest.fn();
const take = jest.fn();
// The form's policy is signed by the clock.
beforeAll(() => jest.useFakeTimers({ now: NOW }));
afterAll(() => jest.useRealTimers());
beforeEach(() => {
  createPending.mockResolvedValue(undefined);
  take.mockResolvedValue(undefined);
});

/** @param sessionLeft seconds until the session of the signing role ends */
function grantUpload(sessionLeft?: number, changes: Partial<GrantUploadOptions> = {}): GrantUpload {
  const expiration = sessionLeft === undefined ? undefined : new Date(NOW.getTime() + sessionLeft * 1000);
  return new GrantUpload({
    s3: new S3Client({ ...CREDENTIALS, credentials: async () => ({ ...CREDENTIALS.credentials, expiration }) }),
    catalog: { createPending },
    quota: { take },
    bucket: 'input',
    encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd',
    limits: { expiresInSeconds: 1800, maxOpenGrants: 10, maxGrantsPerMinute: 20 },
    maxSize: 1_000,
    newId: newImageId,
    now: () => NOW,
    ...changes,
  });
}

describe('a grant', () => {
  test.each([[undefined, 1800], [7200, 1800], [600, 600]])('with %p s left of the session lasts %i s, in the URL, the form and the answer', async (left, seconds) => {
    const { upload_url, form, expires_at } = await grantUpload(left).run('user', PHOTO);
    expect(new URL(upload_url).searchParams.get('X-Amz-Expires')).toBe(String(seconds));
    expect(expires_at).toBe(new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + seconds * 1000).toISOString());
    const policy = JSON.parse(Buffer.from(form.fields.Policy, 'base64').toString()) as { expiration: string };
    expect(Date.parse(policy.expiration)).toBe(Date.parse(expires_at));
  });

  test('is counted for its image before it is signed and stored', async () => {
    const { image_id } = await grantUpload().run('user', PHOTO);
    expect(take.mock.calls).toEqual([['user', image_id, { expiresInSeconds: 1800, maxOpenGrants: 10, maxGrantsPerMinute: 20 }]]);
    expect(take.mock.invocationCallOrder[0]).toBeLessThan(createPending.mock.invocationCallOrder[0]);
  });

  test('is not given if the session of the role has ended', async () => {
    await expect(grantUpload(0).run('user', PHOTO)).rejects.toThrow('the session of the signing role ended at');
    expect(createPending).not.toHaveBeenCalled();
  });
});

describe('rejects', () => {
  test.each([
    ['open', /^You have 10 unused upload grants/], ['minute', /^You received 20 upload grants within this minute/],
  ])('a grant over the limit "%s", saying how long to wait, and stores nothing', async (limit, detail) => {
    take.mockResolvedValue({ limit, retryAfterSeconds: 42 });
    await expect(grantUpload().run('user', PHOTO)).rejects.toMatchObject({
      code: 'too-many-requests', detail: expect.stringMatching(detail), extras: { headers: { 'Retry-After': '42' } },
    });
    expect(createPending).not.toHaveBeenCalled();
  });

  test('a user who is erased, whose token is still valid, and stores nothing', async () => {
    take.mockResolvedValue('erased');
    await expect(grantUpload().run('user', PHOTO)).rejects.toMatchObject({ code: 'unauthorized', detail: 'The account was erased.' });
    expect(createPending).not.toHaveBeenCalled();
  });

  test.each<[string, UploadRequest]>([
    ['unsupported-type', { ...PHOTO, content_type: 'image/svg+xml' }], ['file-too-large', { ...PHOTO, size: 1_001 }],
  ])('%s without a look at the quota', async (code, request) => {
    await expect(grantUpload().run('user', request)).rejects.toMatchObject({ code });
    expect(take).not.toHaveBeenCalled();
  });
});
