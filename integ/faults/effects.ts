import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect, Fault } from './fault-proxy';
import { endProcessOf } from './processes';

/** A service that is not available. */
export const refuse: Effect = async () => ({ status: 503, headers: ['content-length', '0', 'retry-after', '1'], body: Buffer.alloc(0) });

/** A connection that is cut before the call is done. */
export const cut: Effect = async () => undefined;

/** A call that is done, and whose answer never comes: the hardest case for whoever tries again. */
export const lose: Effect = async (_call, pass) => {
  await pass();
  return undefined;
};

export function delay(milliseconds: number): Effect {
  return async (_call, pass) => {
    await sleep(milliseconds);
    return pass();
  };
}

/** SIGKILL for the function that makes the call, when it is made: nothing came of it. */
export function killBefore(proxyPort: number): Effect {
  return async ({ port }) => {
    endProcessOf(port, proxyPort);
    return undefined;
  };
}

/** SIGKILL for the function that makes the call, once it is done and before it is answered. */
export function killAfter(proxyPort: number): Effect {
  return async ({ port }, pass) => {
    await pass();
    endProcessOf(port, proxyPort);
    return undefined;
  };
}

/** Every n-th call of a service has the effect: 1 is an outage. */
export function every(n: number, service: string, effect: Effect): Fault {
  let calls = 0;
  return call => (call.service === service && ++calls % n === 0 ? effect : undefined);
}
