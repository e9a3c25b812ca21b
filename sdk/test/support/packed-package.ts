import { execFile } from 'node:child_process';
import { accessSync, constants, copyFileSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const sdk = fileURLToPath(new URL('../..', import.meta.url));
const tools = join(sdk, '..', 'node_modules', '.bin');

export interface PackedPackage {
  /** A project outside of this one, with the package installed. */
  readonly project: string;
  readonly tarball: string;
}

/** What a command printed; fails with all of it where the command fails. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** A tool of this project, for any folder. */
export async function tool(name: string, args: readonly string[], cwd: string): Promise<string> {
  return run(join(tools, name), args, cwd);
}

/** Builds and packs what is published, and installs it into an empty project, without a registry: its dependency is packed too. */
export async function installPacked(): Promise<PackedPackage> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packed-')));
  const source = join(folder, 'source');
  const project = join(folder, 'project');
  mkdirSync(source);
  mkdirSync(project);
  for (const file of ['package.json', 'README.md', 'LICENSE']) copyFileSync(join(sdk, file), join(source, file));
  await tool('tsc', ['-p', join(sdk, 'tsconfig.json'), '--outDir', join(source, 'dist')], sdk);
  const pack = async (from: string) => join(folder, (await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], from)).trim());
  const tarballs = [await pack(source), await pack(join(sdk, '..', 'node_modules', 'ky'))];
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'scratch', version: '1.0.0', type: 'module', private: true }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], project);
  return { project, tarball: tarballs[0]! };
}

/** Every Node on this machine's PATH, and the one that runs this: version to path. */
export async function nodes(): Promise<Record<string, string>> {
  const candidates = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, 'node'));
  const programs = [...new Set(candidates.filter(isProgram).map((path) => realpathSync(path)))];
  return Object.fromEntries(await Promise.all(programs.map(async (path) => [(await run(path, ['--version'], tmpdir())).trim(), path] as const)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
