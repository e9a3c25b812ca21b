import { spawn } from 'node:child_process';
import { RepairInput } from '../../contract/repairs';

export interface Target {
  readonly stateMachineArn: string;
  readonly region: string;
  readonly profile?: string;
}

/** The AWS CLI calls of a repair, to run or to print with `--print`. */
export const calls = {
  start: ({ stateMachineArn, ...at }: Target, input: RepairInput): string[] =>
    call(at, 'start-execution', '--state-machine-arn', stateMachineArn, '--input', JSON.stringify(input)),
  describe: (at: Omit<Target, 'stateMachineArn'>, executionArn: string): string[] => call(at, 'describe-execution', '--execution-arn', executionArn),
  listMapRuns: (at: Omit<Target, 'stateMachineArn'>, executionArn: string): string[] => call(at, 'list-map-runs', '--execution-arn', executionArn),
  describeMapRun: (at: Omit<Target, 'stateMachineArn'>, mapRunArn: string): string[] => call(at, 'describe-map-run', '--map-run-arn', mapRunArn),
};

function call({ region, profile }: Omit<Target, 'stateMachineArn'>, operation: string, ...rest: string[]): string[] {
  return ['stepfunctions', operation, ...rest, '--region', region, '--output', 'json', ...(profile === undefined ? [] : ['--profile', profile])];
}

/** Quoted for a POSIX shell. */
export function toShell(words: readonly string[]): string {
  return ['aws', ...words].map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/**
 * Runs the AWS CLI, which handles profiles, SSO and sessions, so the library needs no SDK.
 *
 * @throws CommandError with the output of the CLI
 */
export async function runAws<T>(words: readonly string[]): Promise<T> {
  const child = spawn('aws', words, { env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => { texts[name] += text; });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new CommandError('the AWS CLI is required, but "aws" is not on the PATH. Install it (https://aws.amazon.com/cli/), or run with '
      + '--print to see the calls', ExitCode.WRONG_USE);
  });
  if (code !== 0) throw new CommandError(`${toShell(words)}\nfailed with status ${code}:\n${texts.stderr.trim()}`);
  try {
    return JSON.parse(texts.stdout) as T;
  } catch {
    throw new CommandError(`${toShell(words)}\ndid not return JSON: ${texts.stdout.slice(0, 200)}`);
  }
}

export const ExitCode = { DONE: 0, FAILED: 1, WRONG_USE: 2, NOT_CONFIRMED: 3 } as const;

/** An error message for the user, and the exit status. */
export class CommandError extends Error {
  constructor(message: string, public readonly exitCode: number = ExitCode.FAILED) {
    super(message);
    this.name = 'CommandError';
  }
}
