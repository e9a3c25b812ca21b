import { ImageManagementClient, LocalStorageTokenStore, isNetworkError, isUnauthorizedError } from '../src/index.js';
import type { Tokens } from '../src/index.js';
import { IMAGE, TOKENS, useBackend } from './support/backend.js';
import { failure, signedIn } from './support/client.js';
import type { Handler } from './support/http-server.js';

const { backend, running } = useBackend();

const refreshed = { status: 200, body: { token_type: 'Bearer', id_token: 'id-2', access_token: 'access-2', expires_in: 3600 } };
const refused = { status: 401, body: { code: 'unauthorized', detail: 'Sign in.' } };
const imagePath = `/image/${IMAGE.image_id}`;

/** Answers the image to the bearer of `token` alone. */
const onlyFor = (token: string): Handler => ({ headers }) => (headers.authorization === `Bearer ${token}` ? { status: 200, body: IMAGE } : refused);

class TestStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

describe('accounts', () => {
  test('sign-up answers in camelCase', async () => {
    const delivery = { medium: 'EMAIL', destination: 'a***@e***' };
    const { url, of } = await backend({ 'POST /auth/signup': { status: 201, body: { user_id: 'u1', confirmed: false, delivery } } });
    const client = new ImageManagementClient({ baseUrl: `${url}/` });
    expect(await client.auth.signUp({ email: 'a@example.com', password: 'p' })).toEqual({ userId: 'u1', confirmed: false, delivery });
    expect(JSON.parse(of('POST', '/auth/signup')[0]!.body.toString())).toEqual({ email: 'a@example.com', password: 'p' });
  });

  test.each<[string, (client: ImageManagementClient) => Promise<void>, string, object]>([
    ['verify', ({ auth }) => auth.verify({ email: 'e', code: ' 123456\n' }), '/auth/verify', { email: 'e', code: '123456' }],
    ['resendCode', ({ auth }) => auth.resendCode({ email: 'e' }), '/auth/resend-code', { email: 'e' }],
    ['forgotPassword', ({ auth }) => auth.forgotPassword({ email: 'e' }), '/auth/forgot-password', { email: 'e' }],
    [
      'confirmForgotPassword', ({ auth }) => auth.confirmForgotPassword({ email: 'e', code: '1', password: 'p' }),
      '/auth/confirm-forgot-password', { email: 'e', code: '1', password: 'p' },
    ],
  ])('%s sends its fields and takes an empty answer', async (_name, call, path, body) => {
    const { url, of } = await backend({ [`POST ${path}`]: { status: 204 } });
    await expect(call(new ImageManagementClient({ baseUrl: url }))).resolves.toBeUndefined();
    expect(JSON.parse(of('POST', path)[0]!.body.toString())).toEqual(body);
  });

  test('a call that may have taken effect is not repeated when the connection breaks', async () => {
    const { url, of } = await backend({
      'POST /auth/signup': (_request, response) => {
        response.destroy();
        return 'answered';
      },
    });
    const error = await failure(new ImageManagementClient({ baseUrl: url, retry: 2 }).auth.signUp({ email: 'e', password: 'p' }));
    expect(isNetworkError(error)).toBe(true);
    expect(of('POST', '/auth/signup')).toHaveLength(1);
  });
});

describe('the session', () => {
  test('calls on images carry the ID token', async () => {
    const { of } = await backend();
    await (await signedIn(running())).images.get(IMAGE.image_id);
    expect(of('GET', imagePath)[0]!.headers.authorization).toBe('Bearer id-1');
  });

  test('many refused calls renew the tokens once and then succeed', async () => {
    const { of } = await backend({ [`GET ${imagePath}`]: onlyFor('id-2'), 'POST /auth/refresh': refreshed });
    const client = await signedIn(running());
    const records = await Promise.all(Array.from({ length: 8 }, () => client.images.get(IMAGE.image_id)));
    expect(records).toHaveLength(8);
    expect(of('POST', '/auth/refresh')).toHaveLength(1);
    expect(await client.auth.tokens()).toMatchObject({ idToken: 'id-2', refreshToken: 'refresh-1' });
  });

  test('tokens that end within a minute are renewed before the call', async () => {
    const { of } = await backend({
      'POST /auth/signin': { status: 200, body: { ...TOKENS, expires_in: 30 } }, 'POST /auth/refresh': refreshed, [`GET ${imagePath}`]: onlyFor('id-2'),
    });
    await (await signedIn(running())).images.get(IMAGE.image_id);
    expect(of('GET', imagePath)).toHaveLength(1);
  });

  test('an outage while renewing early does not fail a call whose token still counts', async () => {
    await backend({ 'POST /auth/signin': { status: 200, body: { ...TOKENS, expires_in: 30 } }, 'POST /auth/refresh': { status: 503 } });
    expect((await (await signedIn(running())).images.get(IMAGE.image_id)).imageId).toBe(IMAGE.image_id);
  });

  test('fails after one renewal where the server refuses the new token too', async () => {
    const { of } = await backend({ [`GET ${imagePath}`]: refused, 'POST /auth/refresh': refreshed });
    expect(isUnauthorizedError(await failure((await signedIn(running())).images.get(IMAGE.image_id)))).toBe(true);
    expect(of('GET', imagePath)).toHaveLength(2);
  });

  test('a refused renewal signs out and tells the listeners', async () => {
    await backend({ [`GET ${imagePath}`]: refused, 'POST /auth/refresh': refused });
    const client = await signedIn(running());
    const seen: Array<Tokens | undefined> = [];
    client.auth.onChange((tokens) => seen.push(tokens));
    expect(isUnauthorizedError(await failure(client.images.get(IMAGE.image_id)))).toBe(true);
    expect(seen).toEqual([undefined]);
    expect(await client.auth.tokens()).toBeUndefined();
  });

  test('a signal ends one wait for a renewal, and the renewal goes on for the others', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { of } = await backend({ 'POST /auth/refresh': async () => { await held; return refreshed; } });
    const client = await signedIn(running());
    const controller = new AbortController();
    const left = failure(client.auth.refresh({ signal: controller.signal }));
    const waiting = client.auth.refresh();
    controller.abort();
    expect(await left).toMatchObject({ name: 'AbortError' });
    release();
    expect((await waiting).idToken).toBe('id-2');
    expect(of('POST', '/auth/refresh')).toHaveLength(1);
  });

  test('a store may take its time, as secure storage does', async () => {
    await backend();
    let kept: Tokens | undefined;
    const tokenStore = {
      get: async () => kept,
      set: async (tokens: Tokens) => { kept = tokens; },
      clear: async () => { kept = undefined; },
    };
    const client = await signedIn(running(), { tokenStore });
    expect(kept).toMatchObject({ refreshToken: 'refresh-1' });
    expect((await client.images.get(IMAGE.image_id)).imageId).toBe(IMAGE.image_id);
    await failure(client.auth.signOut());
    expect(kept).toBeUndefined();
  });

  test('signing out while a renewal is under way stays signed out', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let asked = () => {};
    const began = new Promise<void>((resolve) => (asked = resolve));
    await backend({
      'POST /auth/refresh': async () => { asked(); await held; return refreshed; },
      'POST /auth/signout': { status: 204 },
    });
    const client = await signedIn(running());
    const renewal = failure(client.auth.refresh());
    await began;
    await client.auth.signOut();
    release();
    expect(await renewal).toMatchObject({ code: 'not-signed-in' });
    expect(await client.auth.tokens()).toBeUndefined();
  });

  test('signing out ends the refresh token at the server and forgets the tokens even if that fails', async () => {
    const { of } = await backend({ 'POST /auth/signout': { status: 500 } });
    const client = await signedIn(running());
    await failure(client.auth.signOut());
    expect(JSON.parse(of('POST', '/auth/signout')[0]!.body.toString())).toEqual({ refresh_token: 'refresh-1' });
    expect(await client.auth.tokens()).toBeUndefined();
  });

  test('fails without asking the server where nobody is signed in', async () => {
    const { url, seen } = await backend();
    const error = await failure(new ImageManagementClient({ baseUrl: url }).images.get('x'));
    expect(error).toMatchObject({ name: 'UnauthorizedError', code: 'not-signed-in' });
    expect(seen).toHaveLength(0);
  });

  test('a listener hears of sign-in and, once removed, of nothing more', async () => {
    const { url } = await backend({ 'POST /auth/signout': { status: 204 } });
    const client = new ImageManagementClient({ baseUrl: url });
    const seen: Array<string | undefined> = [];
    const stop = client.auth.onChange((tokens) => seen.push(tokens?.idToken));
    await client.auth.signIn({ email: 'e', password: 'p' });
    stop();
    await client.auth.signOut();
    expect(seen).toEqual(['id-1']);
  });

  test('the storage-backed store signs a later client in, and ignores what it cannot read', async () => {
    await backend();
    const storage = new TestStorage();
    await signedIn(running(), { tokenStore: new LocalStorageTokenStore({ storage }) });
    const later = new ImageManagementClient({ baseUrl: running().url, tokenStore: new LocalStorageTokenStore({ storage }) });
    expect((await later.images.get(IMAGE.image_id)).imageId).toBe(IMAGE.image_id);
    storage.setItem('image-management-client', '{"idToken":');
    expect(await later.auth.tokens()).toBeUndefined();
  });
});
