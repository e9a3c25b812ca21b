import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  /** What is awaited, for the error message. */
  readonly what: string;
  readonly limitMs: number;
  /** @default 50 */
  readonly everyMs?: number;
}

/** Asks until there is an answer other than undefined or false; throws when the limit is over. */
export async function poll<T>(ask: () => Promise<T | undefined | false>, options: PollOptions): Promise<T> {
  const end = Date.now() + options.limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= end) throw new Error(`Waited ${options.limitMs / 1000} s in vain for ${options.what}`);
    await sleep(options.everyMs ?? 50);
  }
}
