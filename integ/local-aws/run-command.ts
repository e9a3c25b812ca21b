import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** What failed, in the user's words, if it fails. */
  readonly purpose: string;
  /** @default 300000 */
  readonly limitMs?: number;
  /**
   * Exit codes that mean success.
   *
   * @default - only 0
   */
  readonly goodCodes?: readonly number[];
}

const keptLines = 40;
/** A line of a bundle is as long as the bundle. */
const keptColumns = 500;

/** Runs a program to its end and returns what it printed; a failure shows the last lines. */
export async function runCommand(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { goodCodes = [0] } = options;
  // Its input stays open and empty: some programs exit when it closes.
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ['pipe', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  // A child must not outlive us, and a hung one must not hang us.
  process.once('exit', kill);
  const timer = setTimeout(kill, options.limitMs ?? 300_000);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
  }
  try {
    const ending = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(goodCodes.includes(code ?? -1) ? '' : signal ?? `exit status ${code}`));
    });
    if (!ending) return output;
    const last = output.trimEnd().split('\n').slice(-keptLines).map(line => line.slice(0, keptColumns)).join('\n');
    throw new Error(`${options.purpose} failed (${ending}):\n${last}`);
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', kill);
  }
}
