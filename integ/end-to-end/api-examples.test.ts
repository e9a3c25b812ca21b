import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AdminDeleteUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { promoted } from './administrators';
import { jpegOf } from './api-examples/jpeg-of';
import { readExamples } from './api-examples/read-examples';
import { sameShape } from './api-examples/same-shape';
import { call, deployment, newUser } from './backend';
import { DESCRIPTIONS } from '../../projenrc/api-docs/calls';
import { CALLS } from '../../src/contract/calls';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

const EMAIL = 'me@example.com';
const examples = readExamples(readFileSync(join(__dirname, '../../docs/api.md'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'api-examples-'));
const variables: Record<string, string> = { API: deployment.outputs.ApiUrl };

beforeAll(async () => {
  await removeUser();
  writeFileSync(join(folder, 'photo.jpg'), jpegOf(204_800));
  // Written after each answer, so that the examples stay as they are.
  writeFileSync(join(folder, '.curlrc'), 'silent\nshow-error\nwrite-out = "\\n%{method} %{http_code} %{url_effective}"\n');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await removeUser();
});

/** The examples name one fixed address, which an emulator that outlives the run would know. */
async function removeUser(): Promise<void> {
  await new CognitoIdentityProviderClient().send(new AdminDeleteUserCommand({ UserPoolId: deployment.outputs.UserPoolId, Username: EMAIL }))
    .catch((error: Error) => { if (error.name !== 'UserNotFoundException') throw error; });
}

test('there is an example for every call', () => {
  const heads = examples.map(({ heading }) => heading);
  for (const { method, path } of CALLS) expect(heads).toContain(`${method} ${path}`);
});

// In the order of the page, as one reader would try them: each builds on the answers before it.
test.each(examples)('$heading: $title', async ({ heading, script, sample }) => {
  await prepare(script);
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: folder, env: { ...process.env, ...variables, CURL_HOME: folder } });
  const { method, status, url, body } = parse(stdout);
  if (!url.startsWith(variables.API)) {
    expect(`${method} ${status}`).toBe('PUT 200');
    return;
  }
  expect(heading.split(' ')[0]).toBe(method);
  const answer = DESCRIPTIONS[heading].answers.find((candidate) => candidate.status === status);
  expect(answer).toMatchObject({ status });
  const schemas = (answer?.bodies ?? []).map(({ schema }) => schema);
  const parsed: unknown = body === '' ? undefined : JSON.parse(body);
  expect(schemas.length === 0 ? parsed === undefined : schemas.some((schema) => schema.safeParse(parsed).success)).toBe(true);
  if (sample !== undefined) expect(sameShape(JSON.parse(sample), parsed)).toEqual([]);
  remember(parsed);
}, 60_000);

async function prepareErasure(): Promise<void> {
  const [user, admin] = await Promise.all([newUser(), promoted(await newUser())]);
  Object.assign(variables, { USER_ID: user.id, ADMIN_TOKEN: admin.idToken });
}

/** What the reader does between the examples: looks into the mail, waits for the picture, has uploaded another one before. */
async function prepare(script: string): Promise<void> {
  if (script.includes('$CODE')) variables.CODE = script.includes('confirm-forgot') ? await newCode() : await poll('the mail', () => readCode(deployment.endpoint, EMAIL));
  const token = variables.TOKEN;
  if (script.includes('$IMAGE_ID')) await poll('the image', async () => (await call('GET', `/image/${variables.IMAGE_ID}`, { token })).body.status === 'ready');
  if (script.includes('$USER_ID') && variables.USER_ID === undefined) await prepareErasure();
  if (script.includes('later')) await poll('the erasure', async () => (await call('DELETE', `/user/${variables.USER_ID}`, { token: variables.ADMIN_TOKEN })).status === 200);
  if (script.includes('/images?limit=1"')) await call('POST', '/upload', { token, body: { filename: 'other.jpg', content_type: 'image/jpeg' } });
}

async function newCode(): Promise<string> {
  return poll('the mail with another code', async () => {
    const code = await readCode(deployment.endpoint, EMAIL);
    return code === variables.CODE ? undefined : code;
  });
}

function parse(output: string): { method: string; status: number; url: string; body: string } {
  const lines = output.split('\n');
  const [method, status, url] = lines.pop()!.split(' ');
  return { method, status: Number(status), url, body: lines.join('\n') };
}

/** The variables that the page defines, by the fields of the answers that they come from. */
const SOURCES: Readonly<Record<string, string>> = {
  TOKEN: 'id_token', REFRESH: 'refresh_token', IMAGE_ID: 'image_id', UPLOAD_URL: 'upload_url', CURSOR: 'next_cursor',
};

function remember(answer: unknown): void {
  const fields = (answer ?? {}) as Record<string, unknown> & { headers?: Record<string, string> };
  for (const [variable, field] of Object.entries(SOURCES)) {
    const value = fields[field];
    if (typeof value === 'string') variables[variable] = value;
  }
  variables.KEY_ARN = fields.headers?.['x-amz-server-side-encryption-aws-kms-key-id'] ?? variables.KEY_ARN;
}
