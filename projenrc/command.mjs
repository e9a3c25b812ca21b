// Runs the scripts of package.json. Plain JavaScript without dependencies, so that each command works on a fresh clone
// with any Node from 20 on: it installs the dependencies first.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jestReport = join(root, '.local', 'jest.json');
const jestLog = join(root, '.local', 'jest.log');
const jestEnv = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };

/** Tokens of signed-in users, signatures of URLs, and the passwords that the end-to-end tests generate. */
const SECRETS = [/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/, /X-Amz-Signature=[0-9a-f]{16,}/i, /Aa1![\w-]{12}/];

const BUNDLE = ['Building', 'projen pre-compile'];
const COMPILE = ['Compiling', 'projen compile'];

/** Steps that run first, and the program that gets the arguments of the command. */
const commands = {
  'build': { run: 'projen build' },
  'demo': { run: 'tsx integ/demo/main.ts' },
  'local': { run: 'tsx integ/local.ts' },
  // Measures cold starts and memory of the bundles.
  'bench': { steps: [BUNDLE], run: 'tsx bench/main.ts' },
  'bench:sdk': { steps: [['Compiling the client', 'tsc -p sdk/tsconfig.json']], run: 'tsx bench/sdk/main.ts' },
  'docs': { steps: [['Reference of the client', 'typedoc --options sdk/typedoc.json']], run: 'vitepress build docs' },
  'test': { steps: [BUNDLE, COMPILE], run: test },
  'test:languages': { run: testLanguages },
  'integ': { steps: [BUNDLE], run: 'integ-runner --update-on-failed --force' },
  'check:upgrade': { steps: [BUNDLE, COMPILE], run: checkUpgrade },
  'record:contract': { run: 'tsx integ/contract/record.ts' },
  'test:api-fuzz': {
    steps: [BUNDLE, COMPILE],
    run: 'jest --selectProjects end-to-end --testPathPatterns api-fuzz',
    env: { ...jestEnv, API_FUZZ_EXAMPLES: '100' },
  },
  'test:faults': { steps: [BUNDLE, COMPILE], run: 'tsx integ/faults/main.ts' },
};

/** Exit code of the command. */
async function runCommand(name, args) {
  const { steps = [], run, env } = commands[name];
  await runSteps(steps);
  return typeof run === 'string' ? execute(run, args, { env }) : run(args);
}

async function test(args) {
  const checks = [
    await passes('Lint', 'projen eslint:check'),
    await passes('Types', 'tsc -p tsconfig.check.json'),
    await passes('Types of the client', 'tsc -p sdk/tsconfig.check.json'),
  ];
  mkdirSync(join(root, '.local'), { recursive: true });
  rmSync(jestReport, { force: true });
  const jestArgs = ['--maxWorkers=100%', '--json', `--outputFile=${jestReport}`, ...args];
  const jestPassed = await passes('Tests', 'jest --ignoreProjects languages', jestArgs, { env: jestEnv, log: jestLog });
  if (!existsSync(jestReport)) fail('jest ended without a report. See its output above.');
  checks.push(hasNoSecrets());
  const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(jestReport, 'utf8'));
  const failed = numFailedTests + numRuntimeErrorTestSuites + checks.filter(ok => !ok).length;
  console.log(`\n${numPassedTests + checks.filter(Boolean).length} passed, ${failed} failed`);
  return jestPassed && failed === 0 && numFailedTestSuites === 0 && numPassedTests > 0 ? 0 : 1;
}

/** The output of the tests is read by others, and continuous integration stores it. */
function hasNoSecrets() {
  console.log('> Secrets in the output of the tests');
  const leaks = readFileSync(jestLog, 'utf8').split('\n').flatMap((line, at) => (SECRETS.some(secret => secret.test(line)) ? [at + 1] : []));
  if (leaks.length > 0) console.error(`A password, token or signature is in ${jestLog}, line ${leaks.join(', ')}.`);
  return leaks.length === 0;
}

async function testLanguages(args) {
  // With --packed, tests the packages of the last `npm run build`.
  if (!args.includes('--packed')) await runSteps([BUNDLE, COMPILE, ['Packing', 'projen package']]);
  else if (!existsSync(join(root, 'dist'))) fail('dist/ has no packages. Run npm run build first.');
  return execute('jest --selectProjects languages', args.filter(arg => arg !== '--packed'));
}

async function checkUpgrade(args) {
  const code = await execute('tsx projenrc/check-upgrade.ts', args);
  return code === 0 && args.includes('--update') ? runCommand('record:contract', ['--all']) : code;
}

async function runSteps(steps) {
  for (const [title, command] of steps) {
    console.log(`> ${title}`);
    const code = await execute(command);
    if (code !== 0) process.exit(code);
  }
}

async function passes(title, command, args, options) {
  console.log(`> ${title}`);
  return (await execute(command, args, options)) === 0;
}

/** Exit code of a program, after it has ended by itself or by a forwarded signal. `log` is a file for a copy of its output. */
function execute(command, args = [], { env = {}, log } = {}) {
  return new Promise((resolve, reject) => {
    const [name, ...rest] = command.split(' ');
    const child = spawn(name, [...rest, ...args], {
      cwd: root,
      // node_modules/.bin also has the Node version of the handlers.
      env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`, ...(log && process.stdout.isTTY && { FORCE_COLOR: '1' }), ...env },
      stdio: log ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    });
    const file = log && createWriteStream(log);
    for (const name of file ? ['stdout', 'stderr'] : []) for (const to of [process[name], file]) child[name].pipe(to, { end: false });
    const forward = signal => child.kill(signal);
    // The terminal sends SIGINT to the whole process group, but SIGTERM only to this process.
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

/** Whether node_modules has the versions of package-lock.json. */
function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const packagesOf = file => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(hidden);
  return Object.entries(packagesOf(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.link && !entry.optional && !entry.devOptional && !entry.peer)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [name, ...args] = process.argv.slice(2);
if (!commands[name]) fail(`Expected one of: ${Object.keys(commands).join(', ')}; got ${name ?? 'nothing'}.`);
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node 20 or newer is needed to start; this is ${process.version}.`);
if (!isInstalled()) await runSteps([['Installing dependencies (once)', 'npm ci --no-audit --no-fund --loglevel=error']]);
process.exitCode = await runCommand(name, args);
