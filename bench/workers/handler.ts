import { readFileSync } from 'node:fs';

/** What a bundle of assets/ exports. */
interface Bundle {
  readonly handler: (event: unknown) => Promise<unknown>;
}

export interface Calls {
  readonly events: readonly unknown[];
  /** Used in turn, up to this many. */
  readonly count: number;
}

export interface CallsReply {
  readonly results?: readonly unknown[];
  /** Peak resident memory of this process since its start, MB. */
  readonly peakMb?: number;
  readonly error?: string;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { handler } = require(process.argv[2]) as Bundle;

async function callAll({ events, count }: Calls): Promise<CallsReply> {
  const results: unknown[] = [];
  for (let call = 0; call < count; call++) results[call % events.length] = await handler(events[call % events.length]);
  return { results, peakMb: peakMb() };
}

/** On Linux from the kernel's own high-water mark: the usual counter begins with the memory of the parent. */
function peakMb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
}

process.on('message', (calls: Calls) => {
  callAll(calls)
    .catch((error: unknown): CallsReply => ({ error: error instanceof Error ? error.stack ?? error.message : String(error) }))
    .then(reply => process.send!(reply))
    .catch(() => process.exit(1));
});
process.on('disconnect', () => process.exit());
