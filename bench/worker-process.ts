import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { benchFolder, projectRoot } from './folders';
import type { JobReply, JobRequest, StoredFile } from './workers/serve-jobs';

const bundles = join(benchFolder, 'workers');

/** Bundled like the functions, so that the TypeScript loader and its memory are not measured. */
export async function bundleWorkers(names: readonly string[]): Promise<void> {
  await build({
    absWorkingDir: projectRoot,
    entryPoints: names.map(name => ({ in: `bench/workers/${name}.ts`, out: name })),
    outdir: bundles,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['sharp'],
    logLevel: 'warning',
  });
}

export interface Outcome<T> {
  readonly cpuMs: number;
  readonly result: T;
  readonly written: readonly StoredFile[];
}

/** A child process that answers jobs; warm after the first ones, like a function. */
export class WorkerProcess {
  private next = 0;

  private constructor(private readonly child: ChildProcess, private readonly folder: string) {}

  static async start(bundle: string, scratch: string): Promise<WorkerProcess> {
    const folder = await mkdtemp(join(scratch, `${bundle}-`));
    const child = fork(join(bundles, `${bundle}.js`), [], { execArgv: [], env: { ...process.env, MALLOC_ARENA_MAX: '1' } });
    return new WorkerProcess(child, folder);
  }

  async run<T>(job: string, files: readonly StoredFile[], argument: unknown): Promise<Outcome<T>> {
    const id = this.next++;
    const request: JobRequest = { id, job, files, folder: this.folder, argument };
    const gone = new AbortController();
    const ended = once(this.child, 'exit', { signal: gone.signal }).then(([code, signal]) => {
      throw new Error(`the process of ${job} should answer, and ended with ${code ?? signal}`);
    });
    ended.catch(() => undefined);
    this.child.send(request);
    const [reply] = await Promise.race([once(this.child, 'message'), ended]) as [JobReply];
    gone.abort();
    if ('error' in reply) throw new Error(`${job} failed: ${reply.error}`);
    return { cpuMs: reply.cpuMs, result: reply.result as T, written: reply.written };
  }

  stop(): void {
    this.child.kill();
  }
}
