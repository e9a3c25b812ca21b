import ky, { isNetworkError as isKyNetworkError } from 'ky';
import type { KyInstance } from 'ky';
import { ApiError, TimeoutError, isUnauthorizedError } from '../errors.js';
import { networkError, problemOf, retryAfterOf } from './problem.js';
import { retry } from './scheduling.js';
import { stoppable } from './stoppable.js';
import type { Stop } from './stoppable.js';

export interface ApiOptions {
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** How often a failed call is retried. */
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
  /** Safe to send twice: every retryable error is retried. Otherwise only statuses that say the server did nothing. */
  readonly idempotent: boolean;
}

export interface ApiAnswer<T> {
  readonly status: number;
  /** Milliseconds of `Retry-After`. */
  readonly retryAfter?: number;
  readonly body: T;
}

/** Supplies the token for a call, and a new one after the server rejected it. */
export interface Credentials {
  current(signal?: AbortSignal): Promise<string>;
  renew(rejected: string, signal?: AbortSignal): Promise<string>;
}

// The server rejected the request before it did any work.
const NOT_PROCESSED = [429, 503];

/** HTTP calls to the API: JSON in and out, retries, errors of this package. */
export class Api {
  readonly #options: ApiOptions;
  readonly #http: KyInstance;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#http = ky.create({
      prefix: options.baseUrl.replace(/\/+$/, ''),
      // Uploads do not go through ky, and share this package's retries, timeouts and errors with the calls.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
  }

  /** A call without a signed-in user, unless `token` is given. */
  async call<T>(request: ApiRequest, token?: string): Promise<ApiAnswer<T>> {
    const { signal, idempotent } = request;
    return retry(async () => stoppable(signal, async (stop) => this.#attempt<T>(request, stop, token)), {
      limit: this.#options.retry,
      // The request may have arrived before its connection broke.
      retries: ({ status }) => idempotent || NOT_PROCESSED.includes(status ?? 0),
      signal,
    });
  }

  /** A call of the signed-in user; a rejected token is renewed once. */
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

  /** Passes the signal to fetch directly: ky would combine it by `AbortSignal.any`, which React Native lacks. */
  #fetchUntil({ signal }: Stop): typeof globalThis.fetch {
    // Read at each call, because pages may replace the global, and called without `this`, because browsers reject any other.
    const { fetch = globalThis.fetch } = this.#options;
    return async (input, init) => fetch(input, { ...init, signal });
  }

  async #attempt<T>({ method, path, json, query }: ApiRequest, stop: Stop, token?: string): Promise<ApiAnswer<T>> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { timeout } = this.#options;
    stop.after(timeout, () => new TimeoutError(`The server did not answer within ${timeout} ms.`, { code: 'timeout', retryable: true }));
    let response: Response;
    let text: string;
    try {
      response = await this.#http(path + queryOf(query), { method, json, headers, fetch: this.#fetchUntil(stop) });
      text = await response.text();
    } catch (cause) {
      throw networkError(isKyNetworkError(cause) ? cause.cause : cause);
    }
    if (!response.ok) throw problemOf(response, parse(text));
    return { status: response.status, retryAfter: retryAfterOf(response.headers), body: text === '' ? undefined as T : answerOf<T>(response, text) };
  }
}

/**
 * Tag for request paths: each value becomes exactly one segment.
 *
 * @throws TypeError for an empty value, `.` or `..`, which would call another path
 */
export function apiPath(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts.raw }, ...values.map(segment));
}

function segment(value: string): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new TypeError(`An id must be a non-empty string, got ${JSON.stringify(value)}.`);
  }
  return encodeURIComponent(value);
}

function queryOf(query: ApiRequest['query'] = {}): string {
  const parts = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`));
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function answerOf<T>({ status }: Response, text: string): T {
  const body = parse(text);
  if (body !== undefined) return body as T;
  throw new ApiError('The answer is not JSON. Check that baseUrl is the URL of the image API.', { code: 'invalid-answer', status, retryable: false });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
