import { join } from 'path';
import { AdminCreateUserCommand, AdminDeleteUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-jest';

interface Flow {
  handler(event: { apiUrl: string; userPoolId: string }): Promise<unknown>;
}
type Answer = readonly [status: number, body?: object | string, headers?: Record<string, string>];

const { handler } = jest.requireActual<Flow>(join(__dirname, '..', '..', '..', 'integ', 'flow-check', 'handler', 'index.js'));
const cognito = mockClient(CognitoIdentityProviderClient);
const TOKEN = 'the-token';

/** What a sound system answers: its first upload becomes ready, with one rendition, and its second is rejected. */
class FakeSystem {
  public readonly granted: string[] = [];
  public readonly deleted: string[] = [];

  /** @param faults answers in place of the sound ones, by the beginnings of their calls */
  constructor(private readonly faults: Readonly<Record<string, Answer>>) {}

  public readonly fetch = async (url: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}) => {
    const call = `${method} ${url.replace('https://api', '')}`;
    const [, fault] = Object.entries(this.faults).find(([beginning]) => call.startsWith(beginning)) ?? [];
    const [status, body = '', ofAnswer = {}] = fault ?? this.answer(call, headers);
    return new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers: ofAnswer });
  };

  private answer(call: string, headers: Record<string, string>): Answer {
    const [, id = ''] = /^\w+ \/image\/(\w+)/.exec(call) ?? [];
    if (call === 'POST /auth/signin') return [200, { id_token: TOKEN }];
    if (call.startsWith('PUT ')) return [200];
    if (call.startsWith('GET https://picture')) return this.deleted.length > 0 ? [404] : [200, '1234', { 'content-type': 'image/webp' }];
    if (headers.authorization !== `Bearer ${TOKEN}`) return [401];
    if (call === 'POST /upload') return [201, { image_id: this.grant(), method: 'PUT', upload_url: 'https://bucket/', headers: { 'Content-Length': '4' } }];
    if (call.startsWith('DELETE ')) return this.remove(id);
    if (this.deleted.includes(id)) return [404, { code: 'image-not-found' }];
    if (call.includes('?')) return [200, { url: 'https://picture/' }];
    return [200, id === this.granted[0]
      ? { image_id: id, status: 'ready', renditions: [{ size: 'small', format: 'webp', bytes: 4 }] }
      : { image_id: id, status: 'rejected', reason: 'unsupported-type' }];
  }

  private remove(id: string): Answer {
    this.deleted.push(id);
    return [204];
  }

  private grant(): string {
    const id = `image${this.granted.length}`;
    this.granted.push(id);
    return id;
  }
}

function start(faults: Readonly<Record<string, Answer>> = {}): { system: FakeSystem; result: Promise<unknown> } {
  const system = new FakeSystem(faults);
  jest.spyOn(globalThis, 'fetch').mockImplementation(system.fetch as never);
  return { system, result: handler({ apiUrl: 'https://api', userPoolId: 'pool' }) };
}

beforeEach(() => {
  cognito.reset();
});
afterEach(() => jest.restoreAllMocks());

test('tells what came of both uploads, and what is left', async () => {
  const { result } = start();
  expect(await result).toEqual({ ready: ['ready', 'small.webp'], rejected: ['rejected', 'unsupported-type'], left: [] });
});

test('tells which pictures are left after the deletion', async () => {
  const { result } = start({ 'GET https://picture': [200, '1234', { 'content-type': 'image/webp' }] });
  expect(await result).toMatchObject({ left: ['small.webp'] });
});

test.each<[string, Record<string, Answer>, number]>([
  ['POST /auth/signin should answer 200, and answered 401: unauthorized', { 'POST /auth': [401, 'unauthorized'] }, 0],
  ['GET /images should answer 401, and answered 200', { 'GET /images': [200, { id_token: TOKEN }] }, 0],
  ['POST /upload should answer 201, and answered 429: slow down', { 'POST /upload': [429, 'slow down'] }, 0],
  ['S3 answered the upload 403 AccessDenied', { 'PUT ': [403, '<Error><Code>AccessDenied</Code><StringToSign>x</StringToSign></Error>'] }, 2],
  ['GET /image/image0 should answer 200, and answered 500: internal-error', { 'GET /image/image0': [500, 'internal-error'] }, 2],
  ['The rendition small.webp should be 200 image/webp 4, and is 200 image/png 3.', { 'GET https://picture': [200, '123', { 'content-type': 'image/png' }] }, 2],
])('fails with "%s", and leaves neither an image nor a user', async (message, faults, images) => {
  const { system, result } = start(faults);
  await expect(result).rejects.toThrow(new Error(message));
  expect(system.granted).toHaveLength(images);
  expect(system.deleted.sort()).toEqual(system.granted);
  const [{ Username }] = cognito.commandCalls(AdminCreateUserCommand).map(({ args: [{ input }] }) => input);
  expect(cognito).toHaveReceivedCommandWith(AdminDeleteUserCommand, { UserPoolId: 'pool', Username });
});
