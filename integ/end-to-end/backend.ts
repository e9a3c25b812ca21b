import { randomBytes } from 'node:crypto';
import type { Deployment } from './start';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

export const deployment: Deployment = JSON.parse(process.env.END_TO_END_DEPLOYMENT ?? '{}');
Object.assign(process.env, deployment.environment);

/** Leads this process to another deployment than the suite's, before its first call: AWS clients read their settings then. */
export function useDeployment({ outputs, endpoint, environment }: Deployment): void {
  Object.assign(deployment, { outputs, endpoint, environment });
  Object.assign(process.env, environment);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- the tests assert its shape
}

export interface User {
  /** Cognito `sub`. */
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface Grant {
  readonly image_id: string;
  readonly upload_url: string;
  readonly headers: Record<string, string>;
  readonly form: { readonly url: string; readonly fields: Record<string, string> };
  readonly expires_at: string;
  /** Bytes. */
  readonly max_size: number;
}

interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One call of the deployed REST API, as any HTTP client would make it. */
export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const response = await fetch(deployment.outputs.ApiUrl + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.token && { authorization: `Bearer ${options.token}` }),
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

export function newAddress(): string {
  return `user-${randomBytes(6).toString('hex')}@example.com`;
}

/** Meets the pool's rules, and its first four characters identify it in a log. */
export function newPassword(): string {
  return `Aa1!${randomBytes(9).toString('base64url')}`;
}

/** Signs up, verifies with the code of the mail, and signs in. */
export async function newUser(): Promise<User> {
  const email = newAddress();
  const password = newPassword();
  await signUp(email, password);
  const code = await poll('the verification mail', () => readCode(deployment.endpoint, email));
  expectStatus(await call('POST', '/auth/verify', { body: { email, code } }), 204);
  return signIn(email, password);
}

/** Leaves the address unverified. */
export async function signUp(email: string, password: string): Promise<void> {
  expectStatus(await call('POST', '/auth/signup', { body: { email, password } }), 201);
}

export async function signIn(email: string, password: string): Promise<User> {
  const answer = await call('POST', '/auth/signin', { body: { email, password } });
  expectStatus(answer, 200);
  const { id_token, access_token, refresh_token } = answer.body;
  const { sub } = JSON.parse(Buffer.from(id_token.split('.')[1], 'base64url').toString()) as { sub: string };
  return { id: sub, email, password, idToken: id_token, accessToken: access_token, refreshToken: refresh_token };
}

export async function grant(user: User, filename: string, contentType: string, size?: number): Promise<Grant> {
  const answer = await call('POST', '/upload', { token: user.idToken, body: { filename, content_type: contentType, size } });
  expectStatus(answer, 201);
  return answer.body;
}

export async function put(to: Grant, bytes: Buffer): Promise<Response> {
  // The length is what HTTP clients set themselves, from the body.
  const headers = Object.entries(to.headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  return fetch(to.upload_url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
}

export async function upload(user: User, filename: string, contentType: string, bytes: Buffer): Promise<string> {
  const granted = await grant(user, filename, contentType, bytes.length);
  const response = await put(granted, bytes);
  if (!response.ok) throw new Error(`S3 answered ${response.status}: ${await response.text()}`);
  return granted.image_id;
}

/** The record once processing has ended, however it ended. */
export async function finished(user: Pick<User, 'idToken'>, imageId: string) {
  return poll(`image ${imageId} to be finished`, async () => {
    const { body } = await call('GET', `/image/${imageId}`, { token: user.idToken });
    return ['ready', 'rejected', 'failed'].includes(body.status) ? body : undefined;
  });
}

/** Bytes of a rendition, fetched with its presigned URL. */
export async function download(user: User, imageId: string, size: string, format: string): Promise<{ bytes: Buffer; headers: Headers }> {
  const answer = await call('GET', `/image/${imageId}?size=${size}&format=${format}`, { token: user.idToken });
  expectStatus(answer, 200);
  const response = await fetch(answer.body.url);
  if (!response.ok) throw new Error(`S3 answered ${response.status} for ${size}.${format}`);
  return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status) throw new Error(`Expected status ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}
