import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  /** @default 60000 */
  readonly limitMs?: number;
  /** @default 100 */
  readonly everyMs?: number;
  /** Ends the wait with its reason. */
  readonly signal?: AbortSignal;
}

/** Polls until the answer is neither undefined nor false. @throws Error naming `what` after the limit */
export async function poll<T>(what: string, ask: () => Promise<T | undefined | false>, options: PollOptions = {}): Promise<T> {
  const { limitMs = 60_000, everyMs = 100, signal } = options;
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= end) throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}`);
    await sleep(everyMs, undefined, { signal });
  }
}
