import { AbortError, TimeoutError } from '../errors.js';
import type { ImageManagementError } from '../errors.js';

/** Ways to stop work before it is done. */
export interface Stop {
  /** Aborted when the work is stopped. */
  readonly signal: AbortSignal;
  /** Stops the work with an error. */
  now(error: unknown): void;
  /** Stops the work with an error after some milliseconds; another call restarts the clock. */
  after(milliseconds: number, error: () => unknown): void;
}

/**
 * Runs work that the caller's signal, a timeout or the work itself can stop. The first of them decides the error, and
 * the promise rejects at once, even if the work ignores its signal. Uses only the parts of `AbortSignal` that React
 * Native has.
 *
 * @param toError converts the error of work that failed without being stopped
 */
export async function stoppable<T>(
  outer: AbortSignal | undefined,
  work: (stop: Stop) => Promise<T>,
  toError: (cause: unknown) => unknown = (cause) => cause,
): Promise<T> {
  const controller = new AbortController();
  let stopped: { readonly error: unknown } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rejectStopped = () => {};
  const whenStopped = new Promise<never>((_resolve, reject) => {
    rejectStopped = () => reject(new Error('stopped'));
  });
  const now = (error: unknown) => {
    stopped ??= { error };
    rejectStopped();
    controller.abort();
  };
  const after = (milliseconds: number, error: () => unknown) => {
    clearTimeout(timer);
    timer = setTimeout(() => now(error()), milliseconds);
  };
  const forward = () => now(abortedBy(outer));
  outer?.addEventListener('abort', forward);
  try {
    if (outer?.aborted) forward();
    return await Promise.race([whenStopped, stopped ? whenStopped : work({ signal: controller.signal, now, after })]);
  } catch (cause) {
    throw stopped ? stopped.error : toError(cause);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', forward);
  }
}

/** A signal of `AbortSignal.timeout()` means a timeout, not that the caller cancelled. */
function abortedBy(signal?: AbortSignal): ImageManagementError {
  const cause: unknown = signal?.reason;
  return (cause as Error | undefined)?.name === 'TimeoutError'
    ? new TimeoutError("The caller's signal timed out.", { code: 'timeout', retryable: true, cause })
    : new AbortError('The call was aborted.', { code: 'aborted', retryable: false, cause });
}
