import { signedCall } from './signed-call';

export interface LogLine {
  readonly group: string;
  readonly message: string;
}

interface Groups { readonly logGroups: { readonly logGroupName: string }[]; readonly nextToken?: string }
interface Events { readonly events: { readonly message: string; readonly timestamp: number }[] }

const PAGE = 10_000;

async function logs<T>(operation: string, body: object): Promise<T> {
  return signedCall<T>({ service: 'logs', method: 'POST', target: `Logs_20140328.${operation}`, body });
}

/** Every line of every log group of the account, so far. */
export async function allLogLines(): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (const group of await logGroups()) lines.push(...await linesOf(group));
  return lines;
}

/** Lines that handlers wrote about an image, by a part of their log group's name: `Orchestrator`, or nothing for all. */
export async function linesAbout(imageId: string, part = ''): Promise<string[]> {
  const groups = (await logGroups()).filter(name => name.includes(part));
  const found = await Promise.all(groups.map(async logGroupName => logs<Events>('FilterLogEvents', { logGroupName, filterPattern: `"${imageId}"` })));
  return found.flatMap(({ events }) => events.map(({ message }) => message));
}

async function logGroups(): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: Groups = await logs<Groups>('DescribeLogGroups', { nextToken });
    names.push(...page.logGroups.map(({ logGroupName }) => logGroupName));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return names;
}

/** By time and not by token, which the emulator does not give; lines at the seam of two pages come twice. */
async function linesOf(group: string): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let startTime = 0;
  for (;;) {
    const { events } = await logs<Events>('FilterLogEvents', { logGroupName: group, limit: PAGE, startTime });
    lines.push(...events.map(({ message }) => ({ group, message })));
    const last = events.at(-1)?.timestamp ?? startTime;
    if (events.length < PAGE || last === startTime) return lines;
    startTime = last;
  }
}
