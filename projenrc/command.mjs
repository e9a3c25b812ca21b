// Entry of the package.json scripts. Plain JavaScript without dependencies: it makes each command work on a
// fresh clone, where nothing is installed yet, on any Node from 20 on.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
// node_modules/.bin/node is the handlers' own Node version.
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
const jestReport = join(root, '.local', 'jest.json');
const jestLog = join(root, '.local', 'jest.log');
const jestEnv = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };

/** Signed-in users' tokens, signatures of URLs, and the passwords that the end-to-end tests make up. */
const SECRETS = [/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/, /X-Amz-Signature=[0-9a-f]{16,}/i, /Aa1![\w-]{12}/];

const commands = {
  async build() {
    await step('Building', ['projen', 'build']);
  },
  async demo(args) {
    await run(['tsx', 'integ/demo/main.ts', ...args]);
  },
  async local(args) {
    await run(['tsx', 'integ/local.ts', ...args]);
  },
  async bench(args) {
    // Cold starts and memory are those of the bundles.
    await step('Building', ['projen', 'pre-compile']);
    await run(['tsx', 'bench/main.ts', ...args]);
  },
  async 'bench:sdk'() {
    await step('Compiling the client', ['tsc', '-p', 'sdk/tsconfig.json']);
    await run(['tsx', 'bench/sdk/main.ts']);
  },
  async docs() {
    await run(['typedoc', '--options', 'sdk/typedoc.json']);
    await run(['vitepress', 'build', 'docs']);
  },
  async test(args) {
    await step('Building', ['projen', 'pre-compile']);
    await step('Compiling', ['projen', 'compile']);
    const checks = [
      await passes('Lint', ['projen', 'eslint:check']),
      await passes('Types', ['tsc', '-p', 'tsconfig.check.json']),
      await passes('Types of the client', ['tsc', '-p', 'sdk/tsconfig.check.json']),
    ];
    const ended = await jest(args);
    checks.push(keepsSecrets());
    const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(jestReport, 'utf8'));
    const passed = numPassedTests + checks.filter(Boolean).length;
    const failed = numFailedTests + numRuntimeErrorTestSuites + checks.filter(ok => !ok).length;
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = ended && failed === 0 && numFailedTestSuites === 0 && numPassedTests > 0 ? 0 : 1;
  },
  async 'test:languages'(args) {
    // As `npm run build` left them.
    if (!args.includes('--packed')) {
      await step('Building', ['projen', 'pre-compile']);
      await step('Compiling', ['projen', 'compile']);
      await step('Packing', ['projen', 'package']);
    } else if (!existsSync(join(root, 'dist'))) fail('dist/ holds no packages yet: run npm run build.');
    process.exitCode = await execute(['jest', '--selectProjects', 'languages', ...args.filter(arg => arg !== '--packed')]);
  },
  async integ(args) {
    await step('Building', ['projen', 'pre-compile']);
    await run(['integ-runner', '--update-on-failed', '--force', ...args]);
  },
  async 'check:upgrade'(args) {
    await step('Building', ['projen', 'pre-compile']);
    await step('Compiling', ['projen', 'compile']);
    await run(['tsx', 'projenrc/check-upgrade.ts', ...args]);
    if (args.includes('--update')) await commands['record:contract'](['--all']);
  },
  async 'record:contract'(args) {
    await run(['tsx', 'integ/contract/record.ts', ...args]);
  },
  async 'test:api-fuzz'(args) {
    await step('Building', ['projen', 'pre-compile']);
    await step('Compiling', ['projen', 'compile']);
    const command = ['jest', '--selectProjects', 'end-to-end', '--testPathPatterns', 'api-fuzz', ...args];
    process.exitCode = await execute(command, { env: { ...jestEnv, API_FUZZ_EXAMPLES: '100' } });
  },
  async 'test:faults'(args) {
    await step('Building', ['projen', 'pre-compile']);
    await step('Compiling', ['projen', 'compile']);
    await run(['tsx', 'integ/faults/main.ts', ...args]);
  },
};

/** One run of all test projects; the end-to-end one deploys to the local AWS. */
async function jest(args) {
  mkdirSync(join(root, '.local'), { recursive: true });
  rmSync(jestReport, { force: true });
  const ended = await passes('Tests', ['jest', '--ignoreProjects', 'languages', '--maxWorkers=100%', '--json', `--outputFile=${jestReport}`, ...args], { env: jestEnv, log: jestLog });
  if (!existsSync(jestReport)) fail('jest ended without a report: see its output above.');
  return ended;
}

/** What a test prints is read by others, and kept by continuous integration. */
function keepsSecrets() {
  console.log('> Secrets in the output of the tests');
  const leaks = readFileSync(jestLog, 'utf8').split('\n').flatMap((line, at) => (SECRETS.some(secret => secret.test(line)) ? [at + 1] : []));
  if (leaks.length > 0) console.error(`A password, token or signature is in ${jestLog}, line ${leaks.join(', ')}.`);
  return leaks.length === 0;
}

async function step(title, command) {
  console.log(`> ${title}`);
  await run(command);
}

async function run(command) {
  const code = await execute(command);
  if (code !== 0) process.exit(code);
}

async function passes(title, command, options) {
  console.log(`> ${title}`);
  return (await execute(command, options)) === 0;
}

/**
 * Exit code of the command. Signals reach it too, and its own end is awaited so that it can clean up. With `log`, what it
 * prints is written to that file as well.
 */
function execute([name, ...args], { env: extraEnv = {}, log } = {}) {
  return new Promise((resolve, reject) => {
    const color = log && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const stdio = log ? ['inherit', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(name, args, { cwd: root, env: { ...env, ...color, ...extraEnv }, stdio });
    const file = log && createWriteStream(log);
    if (file) {
      for (const [from, to] of [[child.stdout, process.stdout], [child.stderr, process.stderr]]) {
        from.pipe(to, { end: false });
        from.pipe(file, { end: false });
      }
    }
    const forward = signal => child.kill(signal);
    // The terminal sends SIGINT to the whole group; only SIGTERM has to be passed on.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      const done = () => resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
      if (file) file.end(done);
      else done();
    });
  });
}

/** Whether node_modules holds what package-lock.json says, whoever installed it. */
function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const packagesOf = file => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages);
  const installed = new Map(packagesOf(hidden).map(([path, entry]) => [path, entry.version]));
  return packagesOf(join(root, 'package-lock.json'))
    .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.link && !entry.optional && !entry.devOptional && !entry.peer)
    .every(([path, entry]) => installed.get(path) === entry.version);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) fail(`Expected one of: ${Object.keys(commands).join(', ')}; got ${name ?? 'nothing'}.`);
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node 20 or newer is needed to start; this is ${process.version}.`);
if (!isInstalled()) {
  console.log('> Installing dependencies (once)');
  await run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
await command(args);
