import { memoryOf, workersBehind } from './processes';

const MIB = 1024 * 1024;
/** Cold starts, first allocations and the growth of V8's heap to its working size are no trend. */
const WARM_UP = 0.25;
const ALLOWED_GROWTH = 0.2;

interface Sample {
  /** Bytes in memory by process. */
  readonly now: ReadonlyMap<number, number>;
  readonly peak: number;
}

/** Samples the memory of the functions' processes. A process is followed by its id: another one would begin small again. */
export class MemoryWatch {
  private readonly samples = new Map<string, Sample[]>();

  constructor(private readonly proxyPort: number) {}

  public sample(): void {
    const workers = workersBehind(this.proxyPort).map(worker => ({ ...worker, ...memoryOf(worker.pid) }));
    for (const handler of new Set(workers.map(worker => worker.handler))) {
      const own = workers.filter(worker => worker.handler === handler);
      const sample = { now: new Map(own.map(({ pid, now }) => [pid, now])), peak: Math.max(...own.map(({ peak }) => peak)) };
      this.samples.set(handler, [...this.samples.get(handler) ?? [], sample]);
    }
  }

  /** Lines of a table, and which function grew by more than it may. */
  public results(handlers: readonly string[]): { readonly table: string; readonly problems: readonly string[] } {
    const problems: string[] = [];
    const lines = handlers.map(handler => {
      const all = this.samples.get(handler) ?? [];
      const warm = all.slice(Math.ceil(all.length * WARM_UP));
      const quarter = Math.ceil(warm.length / 4);
      const [first, last] = [warm.slice(0, quarter), warm.slice(-quarter)].map(meanOf);
      const growth = last / first - 1;
      if (!(growth <= ALLOWED_GROWTH)) problems.push(`${handler} grew by ${percent(growth)} of its memory`);
      const processes = new Set(all.flatMap(({ now }) => [...now.keys()])).size;
      const peak = Math.max(...all.map(({ peak: bytes }) => bytes));
      return `| ${[handler, processes, all.length, mebibytes(first), mebibytes(last), percent(growth), mebibytes(peak)].join(' | ')} |`;
    });
    const heading = '| function | processes | samples | mean of the first quarter | mean of the last quarter | growth | peak |';
    return { table: [heading, '| - | -: | -: | -: | -: | -: | -: |', ...lines].join('\n'), problems };
  }
}

/** Of all processes of all samples. */
function meanOf(samples: readonly Sample[]): number {
  const values = samples.flatMap(({ now }) => [...now.values()]);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const mebibytes = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
