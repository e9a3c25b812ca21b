import { AbortError, TimeoutError } from '../errors.js';
import type { ImageManagementError } from '../errors.js';

/** Ways to end work before it is done. */
export interface Stop {
  /** Aborted when the work is ended early. */
  readonly signal: AbortSignal;
  /** Ends the work with an error. */
  now(error: unknown): void;
  /** Ends the work with an error after so many milliseconds; called again, it begins anew. */
  after(milliseconds: number, error: () => unknown): void;
}

/**
 * Runs work that a caller's signal, a clock or the work itself may end. Whichever comes first decides the error, at
 * once: also where the work does not heed the signal. Of `AbortSignal` it needs only what React Native has.
 *
 * @param fault makes the error of a rejection that nobody here asked for
 */
export async function stoppable<T>(
  outer: AbortSignal | undefined,
  work: (stop: Stop) => Promise<T>,
  fault: (cause: unknown) => unknown = (cause) => cause,
): Promise<T> {
  const controller = new AbortController();
  let stopped: { readonly error: unknown } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leave = () => {};
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(new Error('stopped'));
  });
  const now = (error: unknown) => {
    stopped ??= { error };
    leave();
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
    return await Promise.race([left, stopped ? left : work({ signal: controller.signal, now, after })]);
  } catch (cause) {
    throw stopped ? stopped.error : fault(cause);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', forward);
  }
}

/** `AbortSignal.timeout()` is the caller's clock, not the caller's wish to stop. */
function abortedBy(signal?: AbortSignal): ImageManagementError {
  const cause: unknown = signal?.reason;
  return (cause as Error | undefined)?.name === 'TimeoutError'
    ? new TimeoutError("The time of the caller's signal is over.", { code: 'timeout', retryable: true, cause })
    : new AbortError('The call was aborted.', { code: 'aborted', retryable: false, cause });
}
