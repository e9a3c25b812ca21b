import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RepairReport } from '../../../src/contract/repairs';
import { run, Terminal } from '../../../src/repairs/command/repair';

// It runs where there is the package alone.
jest.mock('aws-cdk-lib', () => { throw new Error('the command loads the CDK'); });

const ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Repairs-1';
const SKIPPED = { original_gone: 1, under_way: 0, changed: 0, unreadable: 0 };
const DRY: RepairReport = {
  repair: 'failed', dry_run: true, looked_at: 1_200, matching: 101, bytes: 300_000_000, sent: 0, skipped: SKIPPED, complete: true, failed_parts: 0,
};
const DONE: RepairReport = { ...DRY, dry_run: false, sent: 100 };

/** A stand-in for the AWS CLI: writes down what it was asked, and answers by operation. */
const PLAYER = `#!${process.execPath}
const fs = require('node:fs');
const [, operation, ...rest] = process.argv.slice(2);
fs.appendFileSync(__dirname + '/asked', JSON.stringify(process.argv.slice(2)) + '\\n');
const answer = JSON.parse(fs.readFileSync(__dirname + '/answers.json', 'utf8'))[operation];
const input = rest[rest.indexOf('--input') + 1];
if (operation === 'start-execution') console.log(JSON.stringify({ executionArn: JSON.parse(input).dry_run ? 'arn:dry' : 'arn:wet' }));
else if (typeof answer === 'string') { process.stderr.write(answer); process.exit(254); }
else console.log(JSON.stringify(operation === 'describe-execution' ? answer[rest[1]].splice(0, 1)[0] : answer));
`;

let folder: string;
let path: string | undefined;
beforeEach(() => {
  path = process.env.PATH;
  folder = mkdtempSync(join(tmpdir(), 'repair-command-'));
  writeFileSync(join(folder, 'aws'), PLAYER);
  chmodSync(join(folder, 'aws'), 0o755);
  process.env.PATH = folder;
  answer({});
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const ended = (report: RepairReport) => ({ status: 'SUCCEEDED', output: JSON.stringify(report) });
function answer({ dry = ended(DRY), wet = ended(DONE) as object }: { dry?: object; wet?: object }): void {
  writeFileSync(join(folder, 'answers.json'), JSON.stringify({ 'describe-execution': { 'arn:dry': [dry], 'arn:wet': [wet] } }));
}
const asked = (): string[][] => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const inputs = () => asked().filter(([, operation]) => operation === 'start-execution').map((words) => JSON.parse(words[words.indexOf('--input') + 1]));

async function command(words: string[], reply?: string): Promise<{ code: number; printed: string; logged: string }> {
  const printed: string[] = [];
  const logged: string[] = [];
  const ask: Terminal['ask'] = reply === undefined ? undefined : async (question) => {
    printed.push(question);
    return reply;
  };
  const code = await run(words, { print: (text) => printed.push(text), log: (text) => logged.push(text), ask });
  return { code, printed: printed.join('\n'), logged: logged.join('\n') };
}

const repair = async (reply: string | undefined, ...words: string[]) => command(['repair', 'failed', '--state-machine', ARN, ...words], reply);

// holds: promise.operations
test('counts, estimates, asks, starts and reports', async () => {
  const { code, printed, logged } = await repair('y');
  expect(printed).toBe([
    'repair failed, dry run:',
    '  looked at             1,200',
    '  matching              101',
    '  left out              1, their original is gone',
    '  to send               100, originals of 300.0 MB',
    '  takes about           a minute',
    '  costs about           0.01 USD (list prices of us-east-1, default sizes and formats)',
    'Start it? [y/N] ',
    'repair failed:',
    '  looked at             1,200',
    '  matching              101',
    '  left out              1, their original is gone',
    '  sent                  100, originals of 300.0 MB',
  ].join('\n'));
  expect([code, logged]).toEqual([0, 'started arn:wet; it continues if this command is interrupted']);
  expect(inputs()).toEqual([{ repair: 'failed', dry_run: true }, { repair: 'failed', dry_run: false }]);
  for (const words of asked()) expect(words.slice(words.indexOf('--region'))).toEqual(['--region', 'eu-west-1', '--output', 'json']);
});

test('hands on limit, user and profile', async () => {
  expect((await repair('yes', '--max-images', '5', '--user', 'a-b', '--profile', 'prod')).code).toBe(0);
  expect(inputs()[1]).toEqual({ repair: 'failed', dry_run: false, max_images: 5, user_id: 'a-b' });
  for (const words of asked()) expect(words.slice(-2)).toEqual(['--profile', 'prod']);
});

test.each([['n'], [''], ['yess']])('starts nothing after the answer %j', async (reply) => {
  const { code, logged } = await repair(reply);
  expect([code, logged, inputs()]).toEqual([3, 'nothing was started', [{ repair: 'failed', dry_run: true }]]);
});

test('starts nothing without a terminal for the confirmation, unless --yes is given', async () => {
  expect(await repair(undefined)).toMatchObject({ code: 3, logged: 'nothing was started: no terminal for the confirmation; add --yes' });
  expect((await repair(undefined, '--yes')).code).toBe(0);
  expect(inputs().map(({ dry_run }) => dry_run)).toEqual([true, true, false]);
});

test('ends after the estimate where that is all, and where there is nothing to do', async () => {
  expect((await repair(undefined, '--dry-run')).code).toBe(0);
  answer({ dry: ended({ ...DRY, matching: 1 }) });
  expect((await repair(undefined)).printed).toContain('Nothing to repair.');
  expect(inputs().every(({ dry_run }) => dry_run)).toBe(true);
});

test('says that there is more to do', async () => {
  answer({ wet: ended({ ...DONE, complete: false }) });
  expect((await repair('y')).printed).toMatch(/Not everything was checked: run it again to continue\.$/);
});

test('prints the calls instead of making them', async () => {
  process.env.PATH = '';
  const { code, printed } = await repair(undefined, '--print', '--max-images', '5');
  const at = '--region eu-west-1 --output json';
  expect([code, printed.split('\n').filter((line) => !line.startsWith('#'))]).toEqual([0, [
    `aws stepfunctions start-execution --state-machine-arn ${ARN} --input '{"repair":"failed","dry_run":true,"max_images":5}' ${at}`,
    `aws stepfunctions describe-execution --execution-arn "$EXECUTION_ARN" ${at}`,
    `aws stepfunctions start-execution --state-machine-arn ${ARN} --input '{"repair":"failed","dry_run":false,"max_images":5}' ${at}`,
    `aws stepfunctions describe-execution --execution-arn "$EXECUTION_ARN" ${at}`,
  ]]);
});

test('prints help', async () => {
  for (const words of [[], ['--help'], ['repair', '--help']]) {
    expect(await command(words)).toMatchObject({ code: 0, printed: expect.stringContaining('--state-machine <arn>') });
  }
});

describe('fails', () => {
  test.each([
    [['mend', 'failed'], 'the command must be "repair", got "mend"'],
    [['repair'], 'must be one of failed, outdated, dead-letters, got ""'],
    [['repair', 'all', '--state-machine', ARN], 'must be one of failed, outdated, dead-letters, got "all"'],
    [['repair', 'failed', 'outdated', '--state-machine', ARN], 'only one repair is allowed, got "failed outdated"'],
    [['repair', 'failed'], '--state-machine must be the ARN of a state machine'],
    [['repair', 'failed', '--state-machine', 'arn:aws:lambda:eu-west-1:111122223333:function:x'], 'got "arn:aws:lambda:'],
    [['repair', 'failed', '--state-machine', ARN, '--max-images', '0'], '--max-images must be a whole number above 0, got "0"'],
    [['repair', 'failed', '--state-machine', ARN, '--user', 'me@example.com'], '--user must be the sub of an account'],
    [['repair', 'dead-letters', '--state-machine', ARN, '--user', 'a'], '--user is not allowed with dead-letters'],
    [['repair', 'failed', '--state-machine', ARN, '--force'], '\'--force\''],
  ])('with status 2 for %j', async (words, message) => {
    expect(await command(words)).toMatchObject({ code: 2, printed: '', logged: expect.stringContaining(message) });
  });

  test('with status 2 where there is no AWS CLI, and says where it is', async () => {
    process.env.PATH = join(folder, 'nowhere');
    expect(await repair('y')).toMatchObject({ code: 2, logged: expect.stringMatching(/AWS CLI is required.*https:\/\/aws\.amazon\.com\/cli/) });
  });

  test('with what the AWS CLI says', async () => {
    writeFileSync(join(folder, 'answers.json'), JSON.stringify({ 'describe-execution': 'The security token included in the request is expired' }));
    expect(await repair('y')).toMatchObject({ code: 1, logged: expect.stringMatching(/^aws stepfunctions describe-execution [^]*failed with status 254:\nThe security token/) });
  });

  test('with the report of the other parts where some broke off', async () => {
    answer({ wet: { status: 'FAILED', error: 'PartsFailed', cause: JSON.stringify({ ...DONE, failed_parts: 2, complete: false }) } });
    const { code, logged } = await repair('y');
    expect([code, logged]).toEqual([1, expect.stringMatching(/ended with FAILED \(PartsFailed\):\n[^]*sent +100[^]*failed parts +2\n[^]*See arn:wet$/)]);
  });
});
