import { TimeoutError, isImageManagementError } from '../errors.js';
import { delay } from './delay.js';

export interface PollAnswer<T> {
  /** Set when the wait is over. */
  readonly result?: T;
  /** Milliseconds that the server asked to wait before the next question. */
  readonly retryAfter?: number;
}

export interface PollOptions {
  /** Milliseconds for the whole wait. */
  readonly timeout: number;
  /** Names what was waited for, for the error's text. */
  readonly what: string;
  readonly signal?: AbortSignal;
}

// Small images are ready after about a second, large ones after several: ask often at first, then rarely.
const FIRST_PAUSE = 300;
const GROWTH = 1.5;
const LONGEST_PAUSE = 3_000;

/**
 * Asks until there is a result. A fault that may pass is asked over; any other ends the wait.
 *
 * @throws TimeoutError when the time is over, with the last fault as its cause.
 */
export async function poll<T>(ask: () => Promise<PollAnswer<T>>, options: PollOptions): Promise<T> {
  const deadline = Date.now() + options.timeout;
  let lastFault: unknown;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
    const answer = await ask().catch((error: unknown): PollAnswer<T> => {
      if (!isImageManagementError(error) || !error.retryable) throw error;
      lastFault = error;
      return { retryAfter: error.retryAfter };
    });
    if (answer.result !== undefined) return answer.result;
    // Many clients that began together should not ask together.
    const wait = answer.retryAfter ?? pause * (0.8 + Math.random() * 0.4);
    if (Date.now() + wait >= deadline) {
      throw new TimeoutError(`${options.what} within ${options.timeout} ms.`, { code: 'timeout', retryable: true, cause: lastFault });
    }
    await delay(wait, options.signal);
  }
}
