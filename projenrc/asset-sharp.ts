import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Component, libraryComponents, packageComponent } from './notices/components';

export type Cpu = 'arm64' | 'x64';

/** What sharp loads at run time: whole packages, laid out as npm lays them out, since its library is found by relative path. */
function packagesOf(cpu: Cpu): string[] {
  return ['sharp', '@img/colour', 'detect-libc', 'semver', `@img/sharp-linux-${cpu}`, `@img/sharp-libvips-linux-${cpu}`];
}

/**
 * Copies sharp for Linux (glibc) on the given processor to `<folder>/node_modules`. Its versions are those of the
 * project's lock file, whatever machine builds; the download is kept under node_modules/.cache until they change.
 *
 * @returns what was copied
 */
export function copySharp(root: string, cpu: Cpu, folder: string): Component[] {
  const installed = installSharp(root, cpu);
  return packagesOf(cpu).flatMap(name => {
    const source = join(installed, name);
    cpSync(source, join(folder, 'node_modules', name), { recursive: true, filter: file => basename(file) !== '.bin' });
    return [packageComponent(root, source), ...(name.includes('libvips') ? libraryComponents(source) : [])];
  });
}

function installSharp(root: string, cpu: Cpu): string {
  const { sharp, ...overrides } = lockedVersions(root, packagesOf(cpu));
  // npm refuses another platform's package as a direct dependency, and takes it as an optional one of sharp.
  const manifest = JSON.stringify({ private: true, dependencies: { sharp }, overrides }, undefined, 2);
  const key = createHash('sha256').update(manifest).digest('hex').slice(0, 12);
  const cached = join(root, 'node_modules', '.cache', 'image-assets', `${cpu}-${key}`);
  if (!existsSync(cached)) {
    const scratch = `${cached}.${process.pid}`;
    mkdirSync(scratch, { recursive: true });
    writeFileSync(join(scratch, 'package.json'), manifest);
    npmInstall(scratch, cpu);
    keep(scratch, cached);
  }
  return join(cached, 'node_modules');
}

/** Renames only a complete install, so that an interrupted one is never used. */
function keep(scratch: string, cached: string): void {
  try {
    renameSync(scratch, cached);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    // Another build that ran at the same time has put the same files there.
    if (!existsSync(cached)) throw error;
  }
}

function npmInstall(folder: string, cpu: Cpu): void {
  const flags = ['--os=linux', `--cpu=${cpu}`, '--libc=glibc', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm run`, the npm that runs; otherwise the one on the path.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...rest] = [...npm, 'install', ...flags];
  const { status, error } = spawnSync(command, rest, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    const cause = error ? error.message : `npm ended with code ${status}`;
    throw new Error(`sharp for linux-${cpu} could not be installed (${cause}). Check that npm reaches its registry, then build again.`);
  }
}

function lockedVersions(root: string, names: readonly string[]): Record<string, string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version: string }> };
  return Object.fromEntries(names.map(name => {
    const entry = lock.packages[`node_modules/sharp/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
    if (!entry) throw new Error(`package-lock.json has no ${name}, which sharp needs. Run npm install first.`);
    return [name, entry.version];
  }));
}

/** Every file below a folder, as paths relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name));
}
