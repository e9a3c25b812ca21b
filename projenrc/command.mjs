// Entry of the package.json scripts. Plain JavaScript without dependencies: it makes each command work on a
// fresh clone, where nothing is installed yet, on any Node from 20 on.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
// node_modules/.bin/node is the handlers' own Node version.
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
const jestReport = join(root, '.local', 'jest.json');

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
  async test(args) {
    await step('Building', ['projen', 'pre-compile']);
    await step('Compiling', ['projen', 'compile']);
    const checks = [
      await passes('Lint', ['projen', 'eslint:check']),
      await passes('Types', ['tsc', '-p', 'tsconfig.check.json']),
      await passes('Types of the client', ['tsc', '-p', 'sdk/tsconfig.check.json']),
    ];
    await jest(args);
    const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(jestReport, 'utf8'));
    const passed = numPassedTests + checks.filter(Boolean).length;
    const failed = numFailedTests + numRuntimeErrorTestSuites + checks.filter(ok => !ok).length;
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && numFailedTestSuites === 0 && numPassedTests > 0 ? 0 : 1;
  },
};

/** One run of all test projects; the end-to-end one deploys to the local AWS. */
async function jest(args) {
  mkdirSync(join(root, '.local'), { recursive: true });
  rmSync(jestReport, { force: true });
  await passes('Tests', ['jest', '--maxWorkers=100%', '--json', `--outputFile=${jestReport}`, ...args], { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' });
  if (!existsSync(jestReport)) fail('jest ended without a report: see its output above.');
}

async function step(title, command) {
  console.log(`> ${title}`);
  await run(command);
}

async function run(command) {
  const code = await execute(command);
  if (code !== 0) process.exit(code);
}

async function passes(title, command, extraEnv) {
  console.log(`> ${title}`);
  return (await execute(command, extraEnv)) === 0;
}

/** Exit code of the command. Signals reach it too, and its own end is awaited so that it can clean up. */
function execute([name, ...args], extraEnv = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd: root, env: { ...env, ...extraEnv }, stdio: 'inherit' });
    const forward = signal => child.kill(signal);
    // The terminal sends SIGINT to the whole group; only SIGTERM has to be passed on.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
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
