import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { imageAssets, projectRoot } from './folders';
import { handlerEnvironment } from './handler-environment';
import { median, orderOf } from './statistics';
import { runCommand } from '../integ/local-aws/run-command';
import { API_AND_EVENT_FUNCTIONS, FunctionName, IMAGE_FUNCTIONS } from '../src/contract/functions';

export interface ColdStart {
  readonly handler: FunctionName | 'empty';
  /** From the start of the process until the handler is loaded, ms. */
  readonly ms: number;
  /** Of the bundle, without sharp, which is outside it. */
  readonly kb: number;
}

/** Median of `rounds` fresh processes for each bundle of assets/, interleaved with a process that loads nothing. */
export async function measureColdStarts(rounds: number): Promise<ColdStart[]> {
  const bundles = [
    ...API_AND_EVENT_FUNCTIONS.map(handler => ({ handler, path: join(projectRoot, 'assets', handler, 'index.js') })),
    ...IMAGE_FUNCTIONS.map(handler => ({ handler, path: join(imageAssets, handler, 'index.js') })),
  ].filter(({ path }) => existsSync(path));
  const starts = [{ handler: 'empty' as const, path: undefined }, ...bundles];
  const times = new Map(starts.map(({ handler }) => [handler as string, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const { handler, path } of orderOf(starts, round)) times.get(handler)!.push(await startOnce(path));
  }
  return starts.map(({ handler, path }) => ({ handler, ms: median(times.get(handler)!), kb: path ? statSync(path).size / 1024 : 0 }));
}

async function startOnce(bundle: string | undefined): Promise<number> {
  const load = bundle ? `if (typeof require(${JSON.stringify(bundle)}).handler !== 'function') throw new Error('no handler');` : '';
  // The clock begins with the process. An open connection pool would keep it alive, hence the exit.
  const script = `${load} process.stdout.write(String(performance.now()), () => process.exit())`;
  const output = await runCommand(process.execPath, ['-e', script], {
    cwd: projectRoot, env: handlerEnvironment(), purpose: `Starting ${bundle ?? 'an empty process'}`, limitMs: 30_000,
  });
  return Number(output);
}
