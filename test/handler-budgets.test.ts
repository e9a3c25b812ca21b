import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { at, isObject, text } from '../projenrc/templates/json';
import { synthesize } from '../projenrc/templates/synth';
import { Watermark } from '../src';
import { FunctionName } from '../src/contract/functions';

interface Budget {
  /** Of the bundle, without sharp: what Lambda reads and compiles at a cold start. */
  readonly kibibytes: number;
  /** Processor time until the bundle is loaded, as a multiple of that of an empty Node process. */
  readonly start: number;
}

/** About a fifth above what they take, and twice the time: room for updates, none for a package too many. */
const BUDGETS: Readonly<Record<FunctionName, Budget>> = {
  'auth-handler': { kibibytes: 480, start: 6 },
  'upload-handler': { kibibytes: 760, start: 8 },
  's3-event-handler': { kibibytes: 450, start: 6 },
  'orchestrator': { kibibytes: 670, start: 8 },
  'record-outcome': { kibibytes: 660, start: 8 },
  'image-retrieval': { kibibytes: 710, start: 8 },
  'sweeper': { kibibytes: 690, start: 8 },
  'deletion-announcer': { kibibytes: 450, start: 6 },
  'erase-user': { kibibytes: 650, start: 8 },
  'repair': { kibibytes: 680, start: 8 },
  'validation': { kibibytes: 590, start: 12 },
  'resize': { kibibytes: 610, start: 12 },
  'watermark': { kibibytes: 600, start: 12 },
};

const ROUNDS = 3;
const IMAGE_ASSET = `image-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;
const IMAGE_FUNCTIONS: readonly string[] = ['validation', 'resize', 'watermark'];

describe('the handlers\' budgets', () => {
  const environments = environmentsOf();

  test('are those of every function', () => {
    expect([...environments.keys()].sort()).toEqual(Object.keys(BUDGETS).sort());
  });

  test.each(Object.entries(BUDGETS))('%s keeps to %j', (name, { kibibytes, start }) => {
    const bundle = join(__dirname, '..', 'assets', IMAGE_FUNCTIONS.includes(name) ? IMAGE_ASSET : '', name, 'index.js');
    const size = statSync(bundle).size / 1024;
    expect(size).toBeLessThanOrEqual(kibibytes);
    // The shipped sharp starts on Linux alone.
    const ratio = process.platform === 'linux' || !IMAGE_FUNCTIONS.includes(name) ? startOf(bundle, environments.get(name)!) : 0;
    expect(ratio).toBeLessThanOrEqual(start);
    process.stdout.write(`${name.padEnd(20)} ${size.toFixed(0).padStart(5)} KB of ${kibibytes}, start ${ratio.toFixed(1)} times that of node, of ${start}\n`);
  });
});

/** Rounds of both in turn, the least of each: what else the machine does makes either longer, never shorter. */
function startOf(bundle: string, env: Record<string, string>): number {
  const rounds = Array.from({ length: ROUNDS }, () => ({ node: processorTime('', env), loaded: processorTime(`require(${JSON.stringify(bundle)});`, env) }));
  return Math.min(...rounds.map(({ loaded }) => loaded)) / Math.min(...rounds.map(({ node }) => node));
}

/** Of a Node process that runs the code, in microseconds. */
function processorTime(code: string, env: Record<string, string>): number {
  const program = `${code}const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system)); process.exit();`;
  return Number(execFileSync(process.execPath, ['-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] }));
}

/** Each function's variables as the construct sets them; what only a deployment knows is made up. */
function environmentsOf(): Map<string, Record<string, string>> {
  const functions = synthesize({ watermark: Watermark.text('© Example') }).ofType('AWS::Lambda::Function');
  return new Map(functions.flatMap(({ properties }) => {
    const variables = at(properties, 'Environment', 'Variables');
    if (!isObject(variables)) return [];
    const values = Object.entries(variables).map(([key, value]) => [key, typeof value === 'string' ? value : 'made-up'] as const);
    return [[text(variables.POWERTOOLS_SERVICE_NAME), { ...Object.fromEntries(values), AWS_REGION: 'us-east-1' }] as const];
  }));
}
