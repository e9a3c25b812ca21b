import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Arguments, HELP, readArguments } from './arguments';
import { calls, runAws, Target, toShell, CommandError, ExitCode } from './aws-cli';
import { estimateText, repairable, reportText } from './texts';
import { RepairInput, RepairReport } from '../../contract/repairs';

export interface Terminal {
  /** Results. */
  print(text: string): void;
  /** Progress and errors. */
  log(text: string): void;
  /** `undefined` without an interactive terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

/** @returns the exit status */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const parsed = readArguments(words);
    if (parsed === undefined) terminal.print(HELP);
    else if (parsed.print) terminal.print(printed(parsed));
    else await repair(parsed, terminal);
    return ExitCode.DONE;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    terminal.log(error.message);
    return error.exitCode;
  }
}

async function repair(parsed: Arguments, terminal: Terminal): Promise<void> {
  const { print } = terminal;
  const log = onChange(terminal.log);
  const counted = await execute(parsed, inputOf(parsed, true), log);
  print(`repair ${parsed.repair}, dry run:\n${estimateText(counted)}`);
  if (parsed.dryRun) return;
  if (repairable(counted) === 0) return print('Nothing to repair.');
  if (!parsed.yes) await confirm(terminal);
  const done = await execute(parsed, inputOf(parsed, false), log);
  print(`repair ${parsed.repair}:\n${reportText(done)}`);
}

async function confirm({ ask }: Terminal): Promise<void> {
  if (ask === undefined) throw new CommandError('nothing was started: no terminal for the confirmation; add --yes', ExitCode.NOT_CONFIRMED);
  if (!/^y(es)?$/i.test((await ask('Start it? [y/N] ')).trim())) throw new CommandError('nothing was started', ExitCode.NOT_CONFIRMED);
}

function inputOf({ repair: name, maxImages, userId }: Arguments, dryRun: boolean): RepairInput {
  return {
    repair: name,
    dry_run: dryRun,
    ...(maxImages !== undefined && { max_images: maxImages }),
    ...(userId !== undefined && { user_id: userId }),
  };
}

function printed(parsed: Arguments): string {
  const describe = toShell(calls.describe(parsed, 'EXECUTION_ARN')).replace('EXECUTION_ARN', '"$EXECUTION_ARN"');
  return [
    '# Only counts. The response contains the execution ARN:',
    toShell(calls.start(parsed, inputOf(parsed, true))),
    '# Repeat until it has ended; then `output` is the report:',
    describe,
    '# Starts the repair:',
    toShell(calls.start(parsed, inputOf(parsed, false))),
    describe,
  ].join('\n');
}

/** Skips repeated texts. */
function onChange(log: (text: string) => void): (text: string) => void {
  let last: string | undefined;
  return (text) => {
    if (text !== last) log(text);
    last = text;
  };
}

/** The terminal of this process. */
export function openTerminal({ stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>): Terminal {
  const ask = async (question: string): Promise<string> => {
    const lines = createInterface({ input: stdin, output: stdout });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
  return {
    print: (text) => { stdout.write(`${text.trimEnd()}\n`); },
    log: (text) => { stderr.write(`${text}\n`); },
    ...(stdin.isTTY && stdout.isTTY && { ask }),
  };
}

interface Execution {
  readonly status: 'RUNNING' | 'PENDING_REDRIVE' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}
interface MapRuns { readonly mapRuns: readonly { readonly mapRunArn: string }[] }
interface MapRun { readonly itemCounts: { readonly succeeded: number; readonly total: number } }

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Starts the state machine and follows it to its end.
 *
 * @param log receives the progress
 * @throws CommandError if it ends without a report
 */
export async function execute(target: Target, input: RepairInput, log: (progress: string) => void): Promise<RepairReport> {
  const { executionArn } = await runAws<{ executionArn: string }>(calls.start(target, input));
  if (!input.dry_run) log(`started ${executionArn}; it continues if this command is interrupted`);
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 1.5)) {
    const { status, output, error, cause = '' } = await runAws<Execution>(calls.describe(target, executionArn));
    if (status === 'SUCCEEDED') return JSON.parse(output!) as RepairReport;
    if (status !== 'RUNNING') throw new CommandError(`the repair ended with ${status}${error ? ` (${error})` : ''}:\n${explain(cause)}\nSee ${executionArn}`);
    log(await progressOf(target, executionArn));
    await sleep(wait);
  }
}

async function progressOf(target: Target, executionArn: string): Promise<string> {
  const { mapRuns: [mapRun] } = await runAws<MapRuns>(calls.listMapRuns(target, executionArn));
  if (mapRun === undefined) return 'planning';
  const { itemCounts: { succeeded, total } } = await runAws<MapRun>(calls.describeMapRun(target, mapRun.mapRunArn));
  return `${succeeded} of ${total} parts done`;
}

/** If parts failed, the cause is the report of the others. */
function explain(cause: string): string {
  try {
    return reportText(JSON.parse(cause) as RepairReport);
  } catch {
    return cause;
  }
}
