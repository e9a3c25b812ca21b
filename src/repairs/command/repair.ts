import { createInterface } from 'node:readline/promises';
import { HELP, readArguments, Arguments } from './arguments';
import { calls, toShell } from './aws-cli';
import { CommandError, ExitCode } from './command-error';
import { execute } from './execution';
import { estimateText, repairable, reportText } from './texts';
import { RepairInput } from '../../contract/repairs';

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
