import { setTimeout as sleep } from 'node:timers/promises';
import { calls, runAws, Target } from './aws-cli';
import { CommandError } from './command-error';
import { reportText } from './texts';
import { RepairInput, RepairReport } from '../../contract/repairs';

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
  const { mapRuns: [run] } = await runAws<MapRuns>(calls.listMapRuns(target, executionArn));
  if (run === undefined) return 'planning';
  const { itemCounts: { succeeded, total } } = await runAws<MapRun>(calls.describeMapRun(target, run.mapRunArn));
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
