import { call, deployment, download, finished, Grant, newAddress, newPassword, put, signIn, signUp, upload, User } from './backend';
import { deployedFunction } from './deployed-functions';
import { leaksIn } from './leaks';
import { allLogLines, LogLine } from './log-lines';
import { photograph, truncated } from './pictures';
import { granted, photo, sized, submit } from './refused-uploads';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

/** What a log group's name says of each function. */
const HANDLERS = ['AuthHandler', 'UploadHandler', 'ImageRetrieval', 'S3EventHandler', 'Orchestrator', 'Validation', 'Resize', 'Watermark'];
const OF_IMAGES = HANDLERS.filter(name => name !== 'AuthHandler');

/** Under a name that says what it is, without being it. */
const secrets = new Map<string, string>();
let imageId: string;
let userId: string;
let lines: LogLine[];

beforeAll(async () => {
  const user = await wholeAccount();
  userId = user.id;
  imageId = await wholeImage(user);
  await errorsOfEachKind(user);
  // An invocation's report is its last line.
  lines = await poll('lines of each function about the image, and that of its deletion', async () => {
    const all = await allLogLines();
    const about = all.filter(({ message }) => message.includes(imageId));
    const isTold = OF_IMAGES.every(name => about.some(({ group }) => group.includes(name)));
    if (isTold && about.some(({ message }) => message.includes('image deleted'))) return all;
    // On a busy machine the emulator misses a line, and has it with the next call of the function.
    await finished(user, await upload(user, 'next.jpg', 'image/jpeg', photo));
    return undefined;
  });
}, 120_000);

function keep<T extends string | undefined>(name: string, secret: T): T {
  if (secret) secrets.set(name, secret);
  return secret;
}

function keepUrl(name: string, url: string): void {
  const { searchParams } = new URL(url);
  for (const part of ['X-Amz-Signature', 'X-Amz-Security-Token']) keep(`${part} of ${name}`, searchParams.get(part) ?? undefined);
}

async function post(path: string, body: object, status: number): Promise<void> {
  expect([path, (await call('POST', path, { body })).status]).toEqual([path, status]);
}

async function wholeAccount(): Promise<User> {
  const email = keep('address', newAddress());
  const first = keep('first password', newPassword());
  const code = async () => poll('a code', () => readCode(deployment.endpoint, email));
  await signUp(email, first);
  await post('/auth/signup', { email, password: keep('password of another', newPassword()) }, 201);
  await post('/auth/signup', { email, password: keep('weak password', 'weak-password') }, 400);
  await post('/auth/verify', { email, code: keep('wrong code', '918273') }, 400);
  await post('/auth/resend-code', { email }, 202);
  await post('/auth/verify', { email, code: await code() }, 204);
  await post('/auth/signin', { email, password: keep('wrong password', newPassword()) }, 401);
  const before = await signIn(email, first);
  await post('/auth/refresh', { refresh_token: keep('first refresh token', before.refreshToken) }, 200);
  await post('/auth/forgot-password', { email }, 202);
  const password = keep('second password', newPassword());
  await post('/auth/confirm-forgot-password', { email, password, code: await code() }, 204);
  await post('/auth/refresh', { refresh_token: before.refreshToken }, 401);
  const user = await signIn(email, password);
  await post('/auth/signout', { refresh_token: keep('refresh token', user.refreshToken) }, 204);
  for (const token of [user.idToken, user.accessToken, before.idToken]) keep(`token ${secrets.size}`, token.split('.')[2]);
  return user;
}

async function wholeImage(user: User): Promise<string> {
  const byForm = await granted(user, sized);
  keepGrant('the form\'s grant', byForm);
  expect((await submit(byForm)).status).toBe(204);
  const byPut = await granted(user, { ...sized, filename: keep('file name', 'holiday-of-somebody.jpg') });
  keepGrant('the PUT\'s grant', byPut);
  expect((await put(byPut, photo)).status).toBe(200);
  const { image_id } = byPut;
  expect((await finished(user, image_id)).status).toBe('ready');
  await finished(user, byForm.image_id);
  await download(user, image_id, 'medium', 'webp');
  const token = user.idToken;
  keepUrl('the answered URL', (await call('GET', `/image/${image_id}?size=small`, { token })).body.url);
  keepUrl('the redirect', (await call('GET', `/image/${image_id}?size=small&redirect=true`, { token })).headers.get('location')!);
  await call('GET', '/images', { token });
  expect((await call('DELETE', `/image/${image_id}`, { token })).status).toBe(204);
  return image_id;
}

function keepGrant(name: string, { upload_url, form }: Grant): void {
  keepUrl(name, upload_url);
  keep(`signature of ${name}`, form.fields['X-Amz-Signature']);
  keep(`policy of ${name}`, form.fields.Policy);
}

async function errorsOfEachKind(user: User): Promise<void> {
  const rejected = await upload(user, 'half.jpg', 'image/jpeg', truncated(photograph('dust-bowl-home')));
  expect((await finished(user, rejected)).status).toBe('rejected');
  const token = user.idToken;
  const body = { filename: 'a.jpg', content_type: 'image/jpeg' };
  const answers = await Promise.all([
    call('GET', `/image/${rejected}?size=small`, { token }),
    call('GET', `/image/${rejected}?size=huge`, { token }),
    call('GET', '/image/none', { token }),
    call('GET', '/images?cursor=junk', { token }),
    call('GET', '/images?user_id=another', { token }),
    call('GET', '/images', { token: `${token}x` }),
    call('POST', '/upload', { token, body: { ...body, content_type: 'text/html' } }),
    call('POST', '/upload', { token, body: { ...body, size: 1e12 } }),
    call('POST', '/upload', { token, body: {}, headers: { 'content-type': 'text/plain' } }),
    call('POST', '/auth/signin', { body: { email: user.email, password: [user.password], extra: user.accessToken } }),
    call('POST', '/auth/refresh', { body: { refresh_token: user.accessToken } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([422, 400, 404, 400, 403, 401, 415, 413, 415, 400, 401]);
}

// holds: threat.auth.untraced-account, threat.upload.untraced-grant, threat.orchestrator.untraced-workflow
// holds: threat.retrieval.denied-deletion, threat.logs.untraced-event
test('every handler wrote to its log group, and those of images named the image', () => {
  const groupsWith = (text: string) => HANDLERS.filter(name =>
    lines.some(({ group, message }) => group.includes(name) && message.includes(text)));
  expect(groupsWith('REPORT')).toEqual(HANDLERS);
  expect(groupsWith(imageId)).toEqual(OF_IMAGES);
});

test('each of those lines has the id of the image and of its owner as fields, and those of the API that of their request', () => {
  const about = lines.filter(({ message }) => message.startsWith('{') && message.includes(imageId));
  expect(about.length).toBeGreaterThanOrEqual(HANDLERS.length - 1);
  for (const { group, message } of about) {
    const line = JSON.parse(message) as Record<string, unknown>;
    expect([group, line.image_id, line.user_id]).toEqual([group, imageId, userId]);
    if (/UploadHandler|ImageRetrieval/.test(group)) expect([group, typeof line.request_id]).toEqual([group, 'string']);
    if (group.includes('Orchestrator')) expect([group, typeof line.message_id]).toEqual([group, 'string']);
  }
});

test('the metrics of the functions are lines of their logs, with the system as their only dimension', async () => {
  const metrics = lines.filter(({ message }) => message.startsWith('{"_aws"')).map(({ message }) => JSON.parse(message) as Record<string, unknown>);
  const { variables: { SYSTEM } } = await deployedFunction('upload-handler');
  const names = new Set(metrics.filter(({ System }) => System === SYSTEM).flatMap(line => Object.keys(line)));
  for (const name of ['UploadsGranted', 'UploadsReceived', 'ImagesStarted', 'StartDelayMilliseconds']) expect(names).toContain(name);
  for (const line of metrics) {
    expect(line.System).toMatch(/./);
    expect(line).toHaveProperty('_aws.CloudWatchMetrics', [expect.objectContaining({ Dimensions: [['System']] })]);
  }
});

// holds: threat.auth.logged-secret, threat.logs.personal-data
test('no line holds a password, code, token, signature, address or file name that this flow used', () => {
  expect(secrets.size).toBeGreaterThan(20);
  const leaked = [...secrets].filter(([, secret]) => lines.some(({ message }) => message.includes(secret))).map(([name]) => name);
  expect(leaked).toEqual([]);
});

// holds: threat.logs.personal-data
test('no line of any test so far holds what looks like one', () => {
  expect(leaksIn(lines)).toEqual([]);
});

test.each([
  ['a token', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  ['a presigned URL', '{"url":"https://bucket/key?X-Amz-Signature=0123456789abcdef"}'],
  ['an Authorization header', 'authorization: bearer abc'],
  ['a password', `{"password":"${newPassword()}"}`],
  ['a code', '{"code":"123456"}'],
  ['an e-mail address', `User ${newAddress()} exists`],
])('%s would be found', (kind, message) => {
  expect(leaksIn([{ group: 'some group', message }])).toEqual([`${kind} in some group`]);
});

// holds: threat.logs.endless-logs
test('no line is longer than 2 KB', () => {
  expect(Math.max(...lines.map(({ message }) => Buffer.byteLength(message)))).toBeLessThanOrEqual(2_048);
});
