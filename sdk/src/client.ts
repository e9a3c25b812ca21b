import { Api } from './core/api.js';
import { Session } from './core/session.js';
import { Auth } from './resources/auth.js';
import { Images } from './resources/images.js';
import { MemoryTokenStore } from './token-store.js';
import type { TokenStore } from './token-store.js';
import { toTokens } from './wire.js';
import type { Schemas } from './wire.js';

/** Options of the client. */
export interface ImageManagementClientOptions {
  /** URL of the image API: the stack's output `ApiUrl`, with or without a trailing slash. */
  readonly baseUrl: string;
  /** Stores the tokens. @default new MemoryTokenStore() */
  readonly tokenStore?: TokenStore;
  /** Sends the API calls, but not the bytes of uploads. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** How often a call or an upload is retried after a retryable error, from 0 to 10. @default 2 */
  readonly retry?: number;
  /** Milliseconds for one attempt of an API call. Uploads have no limit, but fail if no byte moves for 60 s. @default 30000 */
  readonly timeout?: number;
}

/**
 * Client of one image backend.
 *
 * ```ts
 * const client = new ImageManagementClient({ baseUrl });
 * await client.auth.signIn({ email, password });
 * const record = await (await client.images.upload(file)).ready();
 * const { url } = await client.images.url(record.imageId, { size: 'medium' });
 * ```
 */
export class ImageManagementClient {
  /** Accounts and sign-in. */
  readonly auth: Auth;
  /** The signed-in user's images. */
  readonly images: Images;

  /** @throws TypeError or RangeError for an invalid option */
  constructor(options: ImageManagementClientOptions) {
    const { baseUrl, tokenStore = new MemoryTokenStore(), fetch, retry = 2, timeout = 30_000 } = options;
    checkBaseUrl(baseUrl);
    checkNumber('retry', retry, Number.isInteger(retry) && retry >= 0 && retry <= 10, 'a whole number from 0 to 10');
    checkNumber('timeout', timeout, timeout > 0 && timeout <= 2 ** 31 - 1, 'from 1 to 2147483647 ms');
    const api = new Api({ baseUrl, fetch, retry, timeout });
    const session = new Session(tokenStore, async (refreshToken) => {
      const json: Schemas['RefreshToken'] = { refresh_token: refreshToken };
      const { body } = await api.call<Schemas['RefreshedTokens']>({ method: 'POST', path: 'auth/refresh', json, idempotent: true });
      return toTokens(body, refreshToken, Date.now());
    });
    this.auth = new Auth(api, session);
    this.images = new Images(api, session, retry);
  }
}

function checkBaseUrl(baseUrl: string): void {
  // By pattern: React Native's `URL` accepts malformed URLs.
  if (/^https?:\/\/[^\s/?#]+[^\s?#]*$/i.test(baseUrl)) return;
  throw new TypeError(`baseUrl must be an http or https URL such as https://abc.execute-api.eu-west-1.amazonaws.com/v1, got ${JSON.stringify(baseUrl)}.`);
}

function checkNumber(name: string, value: number, valid: boolean, expected: string): void {
  if (!valid) throw new RangeError(`${name} must be ${expected}, got ${value}.`);
}
