import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT = 20_000;
const PAUSE = 100;

/** Asks until there is an answer. @throws Error naming what was waited for, after 20 s */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (const end = Date.now() + LIMIT; Date.now() < end; await sleep(PAUSE, undefined, { signal })) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`Waited ${LIMIT / 1000} s for ${what}, which did not come.`);
}
