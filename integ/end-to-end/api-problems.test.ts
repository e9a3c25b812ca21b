import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Answer, call, deployment, finished, grant, newAddress, newUser, upload, User } from './backend';
import { photograph, plainGrey, truncated } from './pictures';
import { PROBLEM_TYPE_BASE, ProblemCode, PROBLEMS } from '../../src/contract/problems';

const request = { filename: 'a.jpg', content_type: 'image/jpeg' };

let user: User;
const images: Record<'ready' | 'rejected' | 'failed', string> = { ready: '', rejected: '', failed: '' };
beforeAll(async () => {
  user = await newUser();
  [images.ready, images.rejected] = await Promise.all([
    upload(user, 'grey.png', 'image/png', await plainGrey(64, 48)),
    upload(user, 'half.jpg', 'image/jpeg', truncated(photograph('dust-bowl-home'))),
  ]);
  images.failed = await failedImage();
  const records = await Promise.all(Object.values(images).map(id => finished(user, id)));
  expect(records.map(({ status }) => status)).toEqual(['ready', 'rejected', 'failed']);
}, 90_000);

/** A fault of the system's own cannot be asked for: its verdict is written into the row. */
async function failedImage(): Promise<string> {
  const { image_id } = await grant(user, 'a.jpg', 'image/jpeg');
  await new DynamoDBClient().send(new UpdateItemCommand({
    TableName: deployment.outputs.TableName,
    Key: { user_id: { S: user.id }, image_id: { S: image_id } },
    UpdateExpression: 'SET #status = :failed, reason = :reason',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':failed': { S: 'failed' }, ':reason': { S: 'processing-failed' } },
  }));
  return image_id;
}

const get = (path: () => string) => () => call('GET', path(), { token: user.idToken });
const post = (path: string, body: unknown, headers?: Record<string, string>) => () => call('POST', path, { token: user.idToken, body, headers });

/** Members in addition to those of every problem. */
type Members = Readonly<Record<string, unknown>>;

const ROWS: ReadonlyArray<readonly [ProblemCode, string, () => Promise<Answer>, Members]> = [
  ['invalid-request', 'a field that is missing', post('/upload', { filename: 'a.jpg' }), { errors: [{ field: 'content_type', message: 'is required' }] }],
  ['invalid-request', 'a format that was not made', get(() => `/image/${images.ready}?size=small&format=avif`), { errors: [{ field: 'format', message: expect.any(String) }] }],
  ['invalid-request', 'a cursor of no page', get(() => '/images?cursor=junk'), { errors: [{ field: 'cursor', message: expect.any(String) }] }],
  ['unknown-size', 'of a ready image', get(() => `/image/${images.ready}?size=huge`), { sizes: expect.arrayContaining(['thumbnail', 'small', 'medium', 'large']) }],
  ['unknown-size', 'of a rejected image', get(() => `/image/${images.rejected}?size=huge`), { sizes: ['thumbnail', 'small', 'medium', 'large'] }],
  ['unauthorized', 'no token', () => call('GET', '/images'), {}],
  ['unauthorized', 'an access token', () => call('GET', '/images', { token: user.accessToken }), {}],
  ['unauthorized', 'a wrong password', () => call('POST', '/auth/signin', { body: { email: user.email, password: 'wrong' } }), {}],
  ['unauthorized', 'a made-up refresh token', () => call('POST', '/auth/refresh', { body: { refresh_token: 'made.up' } }), {}],
  ['forbidden', 'the list of another user', get(() => '/images?user_id=another'), {}],
  ['not-found', 'a path that is no call\'s', get(() => '/nothing/here'), {}],
  ['method-not-allowed', 'a method that the path does not take', () => call('DELETE', '/upload', { token: user.idToken }), {}],
  ['image-not-found', 'an id of no image', get(() => '/image/01900000-0000-7000-8000-000000000000'), {}],
  ['image-not-found', 'an id that is none', get(() => '/image/none'), {}],
  ['user-exists', 'the owner signs up again', () => call('POST', '/auth/signup', { body: { email: user.email, password: user.password } }), {}],
  ['processing-failed', 'a size of a failed image', get(() => `/image/${images.failed}?size=small`), { image_id: expect.any(String), reason: 'processing-failed' }],
  ['file-too-large', 'one byte over the limit', post('/upload', { ...request, size: 26_214_401 }), { max_size: 26_214_400 }],
  ['request-too-large', 'a body over 16 KiB', post('/auth/signin', { email: newAddress(), password: 'a'.repeat(16 * 1024) }), {}],
  ['unsupported-type', 'SVG', post('/upload', { ...request, content_type: 'image/svg+xml' }), { supported: expect.arrayContaining(['image/jpeg']) }],
  ['unsupported-media-type', 'a body that is not said to be JSON', post('/upload', request, { 'content-type': 'text/plain' }), {}],
  ['image-rejected', 'a size of a rejected image', get(() => `/image/${images.rejected}?size=small`), { image_id: expect.any(String), reason: 'corrupt-image' }],
];

test.each(ROWS)('%s: %s', async (code, _title, send, members) => {
  const { status, headers, body } = await send();
  const common = { type: PROBLEM_TYPE_BASE + code, ...PROBLEMS[code], detail: expect.any(String), instance: expect.any(String), code };
  expect({ status, body }).toEqual({ status: PROBLEMS[code].status, body: { ...common, ...members } });
  expect(Object.fromEntries(headers)).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  expect(JSON.stringify(body)).not.toMatch(/exception|arn:aws|dynamodb|cognito|stack/i);
});

test('every problem that a caller can bring about is among them, but for the limits that quotas.test.ts shows', () => {
  const shown = new Set(ROWS.map(([code]) => code));
  expect(Object.keys(PROBLEMS).filter(code => !shown.has(code as ProblemCode))).toEqual(['too-many-requests', 'internal-error', 'service-unavailable']);
});
