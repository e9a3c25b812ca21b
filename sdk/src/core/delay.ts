import { stoppable } from './stoppable.js';

/** Resolves after `milliseconds`; rejects with AbortError as soon as the signal is aborted. */
export async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await stoppable(signal, async () => new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    }));
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds of a `Retry-After` header: seconds or an HTTP date; `undefined` where absent or unreadable. */
export function retryAfterOf(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
