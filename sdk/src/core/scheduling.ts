import { TimeoutError, isImageManagementError } from '../errors.js';
import type { ImageManagementError } from '../errors.js';
import { stoppable } from './stoppable.js';

export interface RetryOptions {
  /** How often a failed attempt is retried. */
  readonly limit: number;
  /** Which retryable errors are worth another attempt. @default all */
  readonly retries?: (error: ImageManagementError) => boolean;
  readonly signal?: AbortSignal;
}

const FIRST_BACKOFF = 300;
// The API's rate limits are per minute. A caller should hear about a longer wait instead of sitting through it.
const LONGEST_RETRY_AFTER = 60_000;

/** Retries an attempt that failed with a retryable error: exponential backoff with jitter, or the server's `Retry-After`. */
export async function retry<T>(attempt: (retries: number) => Promise<T>, { limit, retries, signal }: RetryOptions): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await attempt(count);
    } catch (error) {
      const retryable = isImageManagementError(error) && error.retryable && retries?.(error) !== false;
      if (!retryable || count >= limit || signal?.aborted) throw error;
      const pause = error.retryAfter ?? FIRST_BACKOFF * 2 ** count * (0.5 + Math.random());
      if (pause > LONGEST_RETRY_AFTER) throw error;
      await delay(pause, signal);
    }
  }
}

export interface PollAnswer<T> {
  /** Ends the polling. */
  readonly result?: T;
  /** Milliseconds that the server asked to wait before the next request. */
  readonly retryAfter?: number;
}

export interface PollOptions {
  /** Milliseconds for all requests and pauses together. */
  readonly timeout: number;
  /** Begins the message of the timeout error. */
  readonly what: string;
  readonly signal?: AbortSignal;
}

// Small images are ready after about a second, large ones after several: poll often at first, then less often.
const FIRST_INTERVAL = 300;
const INTERVAL_GROWTH = 1.5;
const LONGEST_INTERVAL = 3_000;

/**
 * Polls until there is a result. Retryable errors are ignored; any other error ends the polling.
 *
 * @throws TimeoutError with the last ignored error as its cause
 */
export async function poll<T>(request: () => Promise<PollAnswer<T>>, { timeout, what, signal }: PollOptions): Promise<T> {
  const deadline = Date.now() + timeout;
  let lastError: unknown;
  for (let interval = FIRST_INTERVAL; ; interval = Math.min(interval * INTERVAL_GROWTH, LONGEST_INTERVAL)) {
    const answer = await request().catch((error: unknown): PollAnswer<T> => {
      if (!isImageManagementError(error) || !error.retryable) throw error;
      lastError = error;
      return { retryAfter: error.retryAfter };
    });
    if (answer.result !== undefined) return answer.result;
    // Jitter: clients that started together should not poll together.
    const wait = answer.retryAfter ?? interval * (0.8 + Math.random() * 0.4);
    if (Date.now() + wait >= deadline) {
      throw new TimeoutError(`${what} within ${timeout} ms.`, { code: 'timeout', retryable: true, cause: lastError });
    }
    await delay(wait, signal);
  }
}

/** Maps with at most `limit` calls at a time and keeps the order of the items. Rejects at the first failure. */
export async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await stoppable(signal, async () => new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    }));
  } finally {
    clearTimeout(timer);
  }
}
