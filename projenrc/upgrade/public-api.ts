import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASELINE } from './baseline';

const ROOT = join(__dirname, '..', '..');
/** What jsii has compiled last: the public API of all languages. */
export const PRESENT_API = join(ROOT, '.jsii');
const REMEMBERED_API = join(BASELINE, 'public-api.json');
/** Keys of changes that are meant, a line each, under a comment with the reason; all of them below the first empty line. */
const ACCEPTED = join(ROOT, '.compatignore');

type Fields = Record<string, unknown>;

/**
 * Remembers the public API as it is compared: without words, places in the source, and what other packages consist of. What was
 * accepted against the one before is done with.
 */
export function rememberApi(): void {
  const { dependencyClosure, readme, fingerprint, types, ...rest } = readApi();
  const lines = Object.entries(types as Fields).map(([name, type]) => `${JSON.stringify(name)}: ${JSON.stringify(type, (key, value: unknown) => spare(key, value))}`);
  writeFileSync(REMEMBERED_API, `${JSON.stringify(rest, undefined, 1).slice(0, -2)},\n "types": {\n${lines.join(',\n')}\n}}\n`);
  writeFileSync(ACCEPTED, `${readFileSync(ACCEPTED, 'utf8').trim().split('\n\n')[0]}\n`);
}

/** Of the documentation it counts how stable a member is, and whether it is deprecated. */
function spare(key: string, value: unknown): unknown {
  if (['locationInModule', 'symbolId'].includes(key)) return undefined;
  if (key !== 'docs') return value;
  const { stability, deprecated } = value as Fields;
  return { stability, deprecated };
}

function readApi(): Fields {
  if (!existsSync(PRESENT_API)) throw new Error('.jsii is missing: run `npx projen compile` first.');
  return JSON.parse(readFileSync(PRESENT_API, 'utf8')) as Fields;
}

/**
 * What an app in any language would no longer compile with, a line each, the key that would accept it at its end. Those that
 * `.compatignore` names are left out.
 *
 * @param present path of the assembly to judge
 */
export function apiBreaks(present = PRESENT_API): string[] {
  const folders = [REMEMBERED_API, present].map(packageWith);
  try {
    // The package is marked experimental, of which jsii-diff says nothing by itself.
    const args = ['--keys', '--error-on', 'all', '--ignore-file', ACCEPTED];
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/jsii-diff'), [...folders, ...args], { encoding: 'utf8' });
    const breaks = [...`${stdout}${stderr}`.matchAll(/^err +- (.*)$/gm)].map(([, line]) => line);
    if ((status === 0) === (breaks.length === 0)) return breaks;
    throw new Error(`jsii-diff ended with ${status}: ${stdout}${stderr}`);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
}

/** A folder in which jsii takes the assembly for a package, with the dependencies of this one. */
function packageWith(assembly: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  cpSync(assembly, join(folder, '.jsii'));
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
