import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  /** @default 60000 */
  readonly limitMs?: number;
  /** @default 100 */
  readonly everyMs?: number;
  /** Ends the wait with its reason. */
  readonly signal?: AbortSignal;
}

/** Asks until there is an answer other than undefined or false. @throws Error naming what was waited for, after the limit */
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
