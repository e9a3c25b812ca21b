import { isImageManagementError } from '../errors.js';
import type { ImageManagementError } from '../errors.js';
import { delay } from './delay.js';

export interface RetryPolicy {
  /** How often a failed attempt is repeated. */
  readonly limit: number;
  /** Which of the faults that may pass are worth another attempt. @default all */
  readonly repeats?: (error: ImageManagementError) => boolean;
  readonly signal?: AbortSignal;
}

const FIRST_PAUSE = 300;
// The limits of the API count by the minute; a server that asks for more is better told to the caller than waited for.
const LONGEST_RETRY_AFTER = 60_000;

/** Repeats what failed by a fault that may pass, after growing pauses with jitter or the one that the server asked for. */
export async function retrying<T>(attempt: (retries: number) => Promise<T>, { limit, repeats, signal }: RetryPolicy): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await attempt(retries);
    } catch (error) {
      const passes = isImageManagementError(error) && error.retryable && repeats?.(error) !== false;
      if (!passes || retries >= limit || signal?.aborted) throw error;
      const pause = error.retryAfter ?? FIRST_PAUSE * 2 ** retries * (0.5 + Math.random());
      if (pause > LONGEST_RETRY_AFTER) throw error;
      await delay(pause, signal);
    }
  }
}
