import { promoted } from './administrators';
import { Answer, call, deployment, finished, Grant, newAddress, newPassword, newUser, put, User } from './backend';
import { photo } from './refused-uploads';
import { CALLS } from '../../src/contract/calls';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

const text = expect.any(String);
const number = expect.any(Number);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const url = expect.stringMatching(/^https?:\/\/\S+X-Amz-Signature=/);

/** What the rows before have found out. */
const email = newAddress();
const passwords = [newPassword(), newPassword()];
let user: Pick<User, 'idToken' | 'refreshToken'>;
let granted: Grant;
let userId: string;

let admin: User;
beforeAll(async () => {
  admin = await promoted(await newUser());
}, 60_000);

interface Row {
  /** Of the contract; a row of `CALLS`. */
  readonly call: string;
  readonly state?: string;
  readonly send: () => Promise<Answer>;
  readonly status: number;
  /** The whole body. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}

const post = (path: string, body: () => object | Promise<object>) => async () => call('POST', path, { body: await body() });
const signedIn = (method: string, path: () => string, options: { body?: unknown; headers?: Record<string, string> } = {}) =>
  () => call(method, path(), { token: user.idToken, ...options });
const code = () => poll('a code', () => readCode(deployment.endpoint, email));
const tokens = { token_type: 'Bearer', id_token: text, access_token: text, expires_in: 3600 };

const pending = { image_id: uuid, status: 'pending', filename: 'a.jpg', content_type: 'image/jpeg', size: photo.length, created_at: time, updated_at: time, renditions: [] };
const ready = {
  ...pending,
  status: 'ready',
  width: number,
  height: number,
  placeholder: text,
  renditions: expect.arrayContaining([{ size: 'medium', format: 'webp', width: number, height: number, bytes: number }]),
};
const rendition = { image_id: uuid, size: 'medium', format: 'webp', width: number, height: number, bytes: number, url, expires_at: time };

const erasing = {
  user_id: uuid,
  status: 'erasing',
  started_at: time,
  removed: { accounts: number, images: number, grant_counts: number, originals: number, renditions: number, working_files: number },
};
const erase = () => call('DELETE', `/user/${userId}`, { token: admin.idToken });

/** In the order of a user's life. */
const ROWS: readonly Row[] = [
  {
    call: 'POST /auth/signup',
    send: post('/auth/signup', () => ({ email, password: passwords[0] })),
    status: 201,
    body: { user_id: uuid, confirmed: false, delivery: { medium: 'EMAIL', destination: 'u***@e***' } },
  },
  { call: 'POST /auth/resend-code', send: post('/auth/resend-code', () => ({ email })), status: 202, body: { detail: text } },
  { call: 'POST /auth/verify', send: post('/auth/verify', async () => ({ email, code: await code() })), status: 204, body: '' },
  { call: 'POST /auth/forgot-password', send: post('/auth/forgot-password', () => ({ email })), status: 202, body: { detail: text } },
  {
    call: 'POST /auth/confirm-forgot-password',
    send: post('/auth/confirm-forgot-password', async () => ({ email, password: passwords[1], code: await code() })),
    status: 204,
    body: '',
  },
  { call: 'POST /auth/signin', send: post('/auth/signin', () => ({ email, password: passwords[1] })), status: 200, body: { ...tokens, refresh_token: text } },
  { call: 'POST /auth/refresh', send: post('/auth/refresh', () => ({ refresh_token: user.refreshToken })), status: 200, body: tokens },
  {
    call: 'POST /upload',
    send: signedIn('POST', () => '/upload', { body: { filename: 'a.jpg', content_type: 'image/jpeg', size: photo.length } }),
    status: 201,
    body: {
      image_id: uuid,
      method: 'PUT',
      upload_url: url,
      headers: expect.objectContaining({ 'content-type': 'image/jpeg' }),
      form: { url: text, fields: expect.objectContaining({ 'Content-Type': 'image/jpeg' }) },
      expires_at: time,
      max_size: 26_214_400,
    },
  },
  { call: 'GET /image/{image_id}', state: 'pending', send: signedIn('GET', () => `/image/${granted.image_id}`), status: 200, body: pending },
  {
    call: 'GET /image/{image_id}',
    state: 'size of a pending image',
    send: signedIn('GET', () => `/image/${granted.image_id}?size=medium`),
    status: 202,
    body: { image_id: uuid, status: 'pending' },
    headers: { 'retry-after': '1' },
  },
  { call: 'GET /image/{image_id}', state: 'ready', send: signedIn('GET', () => `/image/${granted.image_id}`), status: 200, body: ready },
  {
    call: 'GET /image/{image_id}',
    state: 'size and format',
    send: signedIn('GET', () => `/image/${granted.image_id}?size=medium&format=webp`),
    status: 200,
    body: rendition,
  },
  {
    call: 'GET /image/{image_id}',
    state: 'size, format by Accept',
    send: signedIn('GET', () => `/image/${granted.image_id}?size=medium`, { headers: { accept: 'image/jpeg' } }),
    status: 200,
    body: { ...rendition, format: 'jpeg' },
  },
  {
    call: 'GET /image/{image_id}',
    state: 'redirect',
    send: signedIn('GET', () => `/image/${granted.image_id}?size=medium&redirect=true`),
    status: 302,
    body: '',
    headers: { location: url },
  },
  { call: 'GET /images', send: signedIn('GET', () => '/images?limit=1&status=ready'), status: 200, body: { items: [ready] } },
  { call: 'DELETE /image/{image_id}', send: signedIn('DELETE', () => `/image/${granted.image_id}`), status: 204, body: '' },
  { call: 'DELETE /image/{image_id}', state: 'deleted before', send: signedIn('DELETE', () => `/image/${granted.image_id}`), status: 204, body: '' },
  { call: 'POST /auth/signout', send: post('/auth/signout', () => ({ refresh_token: user.refreshToken })), status: 204, body: '' },
  { call: 'DELETE /user/{user_id}', state: 'erased for the first time', send: erase, status: 202, body: erasing, headers: { 'retry-after': '2' } },
  { call: 'DELETE /user/{user_id}', state: 'erased before', send: erase, status: 200, body: { ...erasing, status: 'erased', finished_at: time } },
];

/** What follows from an answer, for the rows after it. */
const AFTER: Readonly<Record<string, (answer: Answer) => unknown>> = {
  'POST /auth/signin': ({ body }) => { user = { idToken: body.id_token, refreshToken: body.refresh_token }; },
  'POST /auth/signup': ({ body }) => { userId = body.user_id; },
  'erased for the first time': async () => poll('the erasure', async () => (await erase()).status === 200),
  'POST /upload': ({ body }) => { granted = body; },
  'size of a pending image': async () => {
    expect((await put(granted, photo)).status).toBe(200);
    expect((await finished(user, granted.image_id)).status).toBe('ready');
  },
};

test.each(ROWS.map(row => [row.call, row.state ?? '', row.status, row] as const))('%s %s answers %i', async (_call, _state, _status, row) => {
  const answer = await row.send();
  expect({ status: answer.status, body: answer.body }).toEqual({ status: row.status, body: row.body });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'vary': 'Origin',
    ...(row.body !== '' && { 'content-type': 'application/json' }),
    ...row.headers,
  });
  await AFTER[row.state ?? row.call]?.(answer);
}, 60_000);

test('the rows are all the calls there are', () => {
  expect([...new Set(ROWS.map(row => row.call))].sort()).toEqual(CALLS.map(({ method, path }) => `${method} ${path}`).sort());
});
