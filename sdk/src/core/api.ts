import ky from 'ky';
import type { KyInstance, RetryOptions } from 'ky';
import { ApiError, isUnauthorizedError } from '../errors.js';
import { mapError, networkError } from './map-error.js';

export interface ApiOptions {
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** How often a failed call is repeated. */
  readonly retry: number;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
}

export interface ApiRequest {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly json?: unknown;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
  /** May be sent twice without harm: then every fault that may pass is retried, else "too many requests" alone. */
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
  renew(refused: string): Promise<string>;
}

// A server that asks for more than this is better told to the caller than waited for.
const LONGEST_RETRY_AFTER = 30_000;

/** The one place that speaks HTTP with the API: JSON in and out, retries, errors of this package. */
export class Api {
  readonly #http: KyInstance;
  readonly #retry: number;

  constructor(options: ApiOptions) {
    this.#retry = options.retry;
    this.#http = ky.create({ prefix: options.baseUrl, timeout: options.timeout, ...(options.fetch && { fetch: options.fetch }) });
  }

  /** A call without a signed-in user. */
  async call<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    return this.#send<T>(request);
  }

  /** A call of the signed-in user; a refused token is renewed once. */
  async callSignedIn<T>(request: ApiRequest, credentials: Credentials): Promise<ApiAnswer<T>> {
    const token = await credentials.current(request.signal);
    try {
      return await this.#send<T>(request, token);
    } catch (error) {
      if (!isUnauthorizedError(error)) throw error;
      return this.#send<T>(request, await credentials.renew(token));
    }
  }

  async #send<T>(request: ApiRequest, token?: string): Promise<ApiAnswer<T>> {
    const { method, path, json, query, signal } = request;
    try {
      const response = await this.#http(path, {
        method,
        json,
        signal,
        searchParams: query,
        retry: retryOptions(this.#retry, request),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      });
      return { status: response.status, headers: response.headers, body: await readBody<T>(response) };
    } catch (error) {
      throw mapError(error, signal);
    }
  }
}

function retryOptions(limit: number, { method, idempotent }: ApiRequest): RetryOptions {
  const statusCodes = idempotent ? [408, 429, 500, 502, 503, 504] : [429];
  return {
    limit,
    methods: [method],
    statusCodes,
    afterStatusCodes: [429, 503],
    maxRetryAfter: LONGEST_RETRY_AFTER,
    jitter: true,
    ...(!idempotent && {
      // A connection that broke may have delivered the request: only a plain refusal is safe to repeat.
      shouldRetry: ({ error }) => ('response' in error ? undefined : false),
    }),
  };
}

async function readBody<T>(response: Response): Promise<T> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw networkError(cause);
  }
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ApiError('The answer is not JSON: check that baseUrl is the address of the image API.', {
      code: 'invalid-answer', status: response.status, retryable: false, cause,
    });
  }
}
