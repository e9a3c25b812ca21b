import { spawnSync } from 'child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { read, ROOT } from '../../projenrc/docs-site/markdown';
import { commandRows } from '../docs/commands';

const PROGRAM = 'projenrc/command.mjs';
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

describe('the commands', () => {
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

  test('a command in a clone where nothing is installed installs first', () => {
    const { status, stdout } = run('demo');
    expect([stdout.trim(), status]).toEqual(['> Installing dependencies (once)', 7]);
    expect(readFileSync(join(clone, 'asked'), 'utf8')).toMatch(/^ci /);
  });

  test('fails on an older Node, and says which is needed', () => {
    writeFileSync(join(clone, 'older.cjs'), "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });\n");
    const { status, stderr } = run('demo', ['--require', join(clone, 'older.cjs')]);
    expect([stderr.split(';')[0], status]).toEqual(['Node 20 or newer is needed to start', 1]);
  });

  test('fails for an unknown command, and names those that there are', () => {
    const { status, stderr } = run('dmeo');
    expect(stderr).toMatch(/^Expected one of: build, demo, .* got dmeo\.\n$/);
    expect(status).toBe(1);
  });
});
