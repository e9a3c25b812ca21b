import ky, { isNetworkError as isKyNetworkError } from 'ky';
import type { KyInstance } from 'ky';
import { ApiError, TimeoutError, isUnauthorizedError } from '../errors.js';
import { networkError, problemOf } from './problem.js';
import { retrying } from './retrying.js';
import { stoppable } from './stoppable.js';
import type { Stop } from './stoppable.js';

export interface ApiOptions {
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** How often a failed call is repeated. */
  readonly retry: number;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly json?: unknown;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
  /** May be sent twice without harm: then every fault that may pass is retried, else a plain refusal alone. */
  readonly idempotent: boolean;
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Gives the token of a call, and another one after the server refused it. */
export interface Credentials {
  current(signal?: AbortSignal): Promise<string>;
  renew(refused: string, signal?: AbortSignal): Promise<string>;
}

// The statuses by which a server says that it has done nothing.
const UNDONE = [429, 503];

/** The one place that speaks HTTP with the API: JSON in and out, retries, errors of this package. */
export class Api {
  readonly #options: ApiOptions;
  readonly #http: KyInstance;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#http = ky.create({
      prefix: options.baseUrl.replace(/\/+$/, ''),
      // Uploads, which do not go through ky, have the same retries, clocks and errors: one mechanism for both.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
  }

  /** A call, by default without a signed-in user. */
  async call<T>(request: ApiRequest, token?: string): Promise<ApiAnswer<T>> {
    const { signal, idempotent } = request;
    return retrying(async () => stoppable(signal, async (stop) => this.#attempt<T>(request, stop, token)), {
      limit: this.#options.retry,
      // A connection that broke may have delivered the request.
      repeats: ({ status }) => idempotent || UNDONE.includes(status ?? 0),
      signal,
    });
  }

  /** A call of the signed-in user; a refused token is renewed once. */
  async callSignedIn<T>(request: ApiRequest, credentials: Credentials): Promise<ApiAnswer<T>> {
    const { signal } = request;
    const token = await credentials.current(signal);
    try {
      return await this.call<T>(request, token);
    } catch (error) {
      if (!isUnauthorizedError(error)) throw error;
      return this.call<T>(request, await credentials.renew(token, signal));
    }
  }

  /** The signal goes past ky, which would join it with its own by `AbortSignal.any`: React Native has none. */
  #fetchUntil({ signal }: Stop): typeof globalThis.fetch {
    // Looked up late, and called as a plain function: pages may put their own in its place, and browsers refuse another `this`.
    const { fetch = globalThis.fetch } = this.#options;
    return async (input, init) => fetch(input, { ...init, signal });
  }

  async #attempt<T>({ method, path, json, query }: ApiRequest, stop: Stop, token?: string): Promise<ApiAnswer<T>> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    stop.after(this.#options.timeout, () => new TimeoutError('The server did not answer within the timeout.', { code: 'timeout', retryable: true }));
    let response: Response;
    let text: string;
    try {
      response = await this.#http(path + queryOf(query), { method, json, headers, fetch: this.#fetchUntil(stop) });
      text = await response.text();
    } catch (cause) {
      throw networkError(isKyNetworkError(cause) ? cause.cause : cause);
    }
    if (!response.ok) throw problemOf(response, parse(text));
    return { status: response.status, headers: response.headers, body: text === '' ? undefined as T : answerOf<T>(response, text) };
  }
}

function queryOf(query: ApiRequest['query'] = {}): string {
  const parts = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`));
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function answerOf<T>({ status }: Response, text: string): T {
  const body = parse(text);
  if (body !== undefined) return body as T;
  throw new ApiError('The answer is not JSON: check that baseUrl is the address of the image API.', { code: 'invalid-answer', status, retryable: false });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
