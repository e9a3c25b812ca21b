import { spawnSync } from 'child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { read, ROOT } from '../../projenrc/documents';
import { commandRows } from '../docs/commands';

const PROGRAM = 'projenrc/command.mjs';
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

describe('the commands', () => {
  // holds: promise.commands
  test('there is a command for each line of README and CONTRIBUTING', () => {
    const rows = [...commandRows(read('README.md')), ...commandRows(read('CONTRIBUTING.md'))];
    expect(rows.length).toBeGreaterThan(10);
    const scriptsOf = rows.flatMap((command) => /^npm (?:run )?([\w:-]+)/.exec(command)?.slice(1) ?? []);
    expect(scriptsOf.filter((name) => scripts[name] !== `node ${PROGRAM} ${name}`)).toEqual([]);
  });

  test('every command of a fresh clone is in CONTRIBUTING', () => {
    const documented = commandRows(read('CONTRIBUTING.md')).join('\n');
    const ours = Object.entries(scripts).filter(([, script]) => script.includes(PROGRAM)).map(([name]) => (name === 'test' ? 'npm test' : `npm run ${name}`));
    expect(ours.filter((command) => !documented.includes(command))).toEqual([]);
  });
});

describe('in a clone where nothing is installed', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'clone-'));
    cpSync(join(ROOT, 'projenrc', 'command.mjs'), join(clone, PROGRAM));
    mkdirSync(join(clone, 'bin'));
    // Says what it was asked for, and fails: nothing after it may run.
    writeFileSync(join(clone, 'bin', 'npm'), `#!/bin/sh\necho "$@" > '${join(clone, 'asked')}'\nexit 7\n`);
    chmodSync(join(clone, 'bin', 'npm'), 0o755);
  });
  afterEach(() => rmSync(clone, { recursive: true }));

  function run(name: string, preload: readonly string[] = []) {
    return spawnSync(process.execPath, [...preload, join(clone, PROGRAM), name], { encoding: 'utf8', env: { PATH: `${join(clone, 'bin')}:/usr/bin:/bin` } });
  }

  // holds: promise.prerequisites
  test('a command in a clone where nothing is installed installs first', () => {
    const { status, stdout } = run('demo');
    expect([stdout.trim(), status]).toEqual(['> Installing dependencies (once)', 7]);
    expect(readFileSync(join(clone, 'asked'), 'utf8')).toMatch(/^ci /);
  });

  // holds: promise.prerequisites
  test('fails on an older Node, and says which is needed', () => {
    writeFileSync(join(clone, 'older.cjs'), "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });\n");
    const { status, stderr } = run('demo', ['--require', join(clone, 'older.cjs')]);
    expect([stderr.split(';')[0], status]).toEqual(['Node 20 or newer is needed to start', 1]);
  });

  describe('where everything is installed', () => {
    beforeEach(() => {
      const bin = join(clone, 'node_modules', '.bin');
      mkdirSync(bin, { recursive: true });
      for (const lock of ['package-lock.json', 'node_modules/.package-lock.json']) writeFileSync(join(clone, lock), '{"packages": {}}');
      // Each tool says what it was asked for; lint is the one that FAILS names, and jest reports three tests.
      const report = '{"numPassedTests": 2, "numFailedTests": 1, "numFailedTestSuites": 0, "numRuntimeErrorTestSuites": 0}';
      for (const tool of ['projen', 'tsc', 'jest']) {
        writeFileSync(join(bin, tool), `#!/bin/sh\necho "${tool} $*"\nfor word; do case "$word" in --outputFile=*) echo '${report}' > "\${word#*=}"; exit 1;; eslint:check) exit 3;; esac; done\n`);
        chmodSync(join(bin, tool), 0o755);
      }
    });

    // holds: promise.command.test
    test('npm test builds, lints, checks types, runs the tests, and ends with how many passed and failed', () => {
      const { status, stdout } = run('test');
      const asked = stdout.split('\n').filter((line) => /^(?:projen|tsc|jest) /.test(line)).map((line) => line.split(' ').slice(0, 3).join(' '));
      expect(asked).toEqual([
        'projen pre-compile', 'projen compile', 'projen eslint:check', 'tsc -p tsconfig.check.json', 'tsc -p sdk/tsconfig.check.json', 'jest --ignoreProjects languages',
      ]);
      // Beside two tests: both checks of types, and that of secrets in the output.
      expect([stdout.trimEnd().split('\n').at(-1), status]).toEqual(['5 passed, 2 failed', 1]);
    });
  });

  test('fails for an unknown command, and names those that there are', () => {
    const { status, stderr } = run('dmeo');
    expect(stderr).toMatch(/^Expected one of: build, demo, .* got dmeo\.\n$/);
    expect(status).toBe(1);
  });
});
