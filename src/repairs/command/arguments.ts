import { parseArgs } from 'node:util';
import { CommandError, ExitCode } from './command-error';
import { Repair, REPAIRS } from '../../contract/repairs';

export interface Arguments {
  readonly repair: Repair;
  readonly stateMachineArn: string;
  /** Out of the ARN, so that it is asked for whatever the profile has. */
  readonly region: string;
  readonly maxImages?: number;
  readonly userId?: string;
  readonly profile?: string;
  /** Starts without a question. */
  readonly yes: boolean;
  /** Prints the calls of the AWS CLI, and makes none. */
  readonly print: boolean;
  /** Ends after the estimate. */
  readonly dryRun: boolean;
}

export const HELP = `Usage: npx cdk-image-management-system repair <${REPAIRS.join('|')}> --state-machine <arn> [options]

  failed        images that the system could not process
  outdated      ready images whose renditions were made with other settings than the deployed ones
  dead-letters  messages and events in the dead-letter queues

It counts first, and estimates time and costs; then it asks, starts the repair, follows it and prints its report.
A repair that is interrupted goes on where it was when it is started again.

  --state-machine <arn>  ARN of the construct's repairStateMachine
  --max-images <n>       images at most; try a few first
  --user <sub>           images of one user; not with dead-letters
  --dry-run              ends after the estimate
  --yes                  starts without a question
  --print                prints the calls of the AWS CLI instead of making them
  --profile <name>       of the AWS CLI
  --help

The AWS CLI is run as it is set up (profile, SSO, environment). Who runs it needs what grantRepair() grants.
Exit status: 0 done or nothing to do, 1 failed, 2 wrong arguments or no AWS CLI, 3 not confirmed.
`;

/** @throws CommandError that says what was expected; `undefined` where help is asked for */
export function readArguments(words: readonly string[]): Arguments | undefined {
  const { values, positionals: [command, repair, ...rest] } = parse(words);
  if (values.help || words.length === 0) return undefined;
  if (command !== 'repair') throw wrong(`the command should be "repair", got "${command ?? ''}"`);
  if (!isRepair(repair)) throw wrong(`what to repair should be one of ${REPAIRS.join(', ')}, got "${repair ?? ''}"`);
  if (rest.length > 0) throw wrong(`one repair at a time is expected, got "${rest.join(' ')}" beside ${repair}`);
  const { 'state-machine': stateMachineArn = '', 'max-images': maxImages, profile, yes = false, print = false, 'dry-run': dryRun = false } = values;
  const userId = userOf(values.user, repair);
  return { repair, stateMachineArn, region: regionOf(stateMachineArn), maxImages: count(maxImages), userId, profile, yes, print, dryRun };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        'state-machine': { type: 'string' },
        'max-images': { type: 'string' },
        'user': { type: 'string' },
        'profile': { type: 'string' },
        'dry-run': { type: 'boolean' },
        'yes': { type: 'boolean' },
        'print': { type: 'boolean' },
        'help': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function isRepair(text: string | undefined): text is Repair {
  return REPAIRS.some((repair) => repair === text);
}

function regionOf(arn: string): string {
  const [, region] = /^arn:aws[\w-]*:states:([a-z0-9-]+):\d{12}:stateMachine:[\w-]{1,80}$/.exec(arn) ?? [];
  if (region === undefined) {
    throw wrong(`--state-machine should be the ARN of a state machine (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME), got "${arn}"`);
  }
  return region;
}

function userOf(user: string | undefined, repair: Repair): string | undefined {
  if (user === undefined) return undefined;
  if (repair === 'dead-letters') throw wrong('--user should be left out with dead-letters: they are everybody\'s');
  if (!/^[\w-]{1,128}$/.test(user)) throw wrong(`--user should be the sub of an account, got "${user}"`);
  return user;
}

function count(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw wrong(`--max-images should be a whole number above 0, got "${text}"`);
  return Number(text);
}

function wrong(message: string): CommandError {
  return new CommandError(`${message}\nSee: npx cdk-image-management-system --help`, ExitCode.WRONG_USE);
}
