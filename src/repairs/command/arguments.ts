import { parseArgs } from 'node:util';
import { CommandError, ExitCode } from './aws-cli';
import { Repair, REPAIRS } from '../../contract/repairs';

export interface Arguments {
  readonly repair: Repair;
  readonly stateMachineArn: string;
  /** From the ARN: the region of the profile may differ. */
  readonly region: string;
  readonly maxImages?: number;
  readonly userId?: string;
  readonly profile?: string;
  /** Skips the confirmation. */
  readonly yes: boolean;
  /** Prints the AWS CLI calls instead of running them. */
  readonly print: boolean;
  /** Stops after the estimate. */
  readonly dryRun: boolean;
}

export const HELP = `Usage: npx cdk-image-management-system repair <${REPAIRS.join('|')}> --state-machine <arn> [options]

  failed        images that the system could not process
  outdated      ready images whose renditions were made with other settings than the deployed ones
  dead-letters  messages and events in the dead-letter queues

Counts first and estimates time and cost; then asks for confirmation, runs the repair and prints its report.
An interrupted repair continues where it stopped when started again.

  --state-machine <arn>  ARN of the construct's repairStateMachine
  --max-images <n>       maximum number of images; try a few first
  --user <sub>           images of one user; not with dead-letters
  --dry-run              stops after the estimate
  --yes                  skips the confirmation
  --print                prints the AWS CLI calls instead of running them
  --profile <name>       profile of the AWS CLI
  --help

Uses the AWS CLI with its configuration (profile, SSO, environment). The caller needs the permissions of grantRepair().
Exit status: 0 done or nothing to do, 1 failed, 2 wrong arguments or no AWS CLI, 3 not confirmed.
`;

/** @returns `undefined` for --help; @throws CommandError for wrong arguments */
export function readArguments(words: readonly string[]): Arguments | undefined {
  const { values, positionals: [command, repair, ...rest] } = parse(words);
  if (values.help || words.length === 0) return undefined;
  if (command !== 'repair') throw wrong(`the command must be "repair", got "${command ?? ''}"`);
  if (!isRepair(repair)) throw wrong(`the repair must be one of ${REPAIRS.join(', ')}, got "${repair ?? ''}"`);
  if (rest.length > 0) throw wrong(`only one repair is allowed, got "${repair} ${rest.join(' ')}"`);
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
    throw wrong(`--state-machine must be the ARN of a state machine (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME), got "${arn}"`);
  }
  return region;
}

function userOf(user: string | undefined, repair: Repair): string | undefined {
  if (user === undefined) return undefined;
  if (repair === 'dead-letters') throw wrong('--user is not allowed with dead-letters');
  if (!/^[\w-]{1,128}$/.test(user)) throw wrong(`--user must be the sub of an account, got "${user}"`);
  return user;
}

function count(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw wrong(`--max-images must be a whole number above 0, got "${text}"`);
  return Number(text);
}

function wrong(message: string): CommandError {
  return new CommandError(`${message}\nSee: npx cdk-image-management-system --help`, ExitCode.WRONG_USE);
}
