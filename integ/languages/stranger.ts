import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findProgram } from '../../projenrc/programs';
import { runCommand } from '../local-aws/run-command';
import { localFolder, projectRoot } from '../local-aws/settings';

/** How a machine reaches its package registries, and finds its compilers. */
const CARRIED = /^(HOME|LANG|PYENV_ROOT|JAVA_HOME|npm_config_registry|GOPROXY|PIP_.*)$|PROXY$|CERT|_CA_|CAINFO/i;
/** A build of the CDK's modules takes long the first time, on a busy machine above all. */
const LIMIT_MS = 1_500_000;
/** Mounts an empty folder, by the program in $0, over each folder before `--`; only the command after it sees them. */
const HIDE = 'while [ "$1" != -- ]; do "$0" -t tmpfs none "$1" || exit 1; shift; done; shift; exec "$@"';

/** A consumer who has only the packages of this repository: another folder, and an environment that does not refer to it. */
export class Stranger {
  readonly folder = mkdtempSync(join(tmpdir(), 'stranger-'));
  /** What hides the repository from a program; empty where the machine does not let us, as where user namespaces are forbidden. */
  private readonly blindfold = blindfold();
  private readonly node = join(this.folder, 'bin', 'node');

  constructor() {
    // What `npm run build` left.
    cpSync(join(projectRoot, 'dist'), join(this.folder, 'packages'), { recursive: true });
    mkdirSync(join(this.folder, 'bin'));
    copyFileSync(process.execPath, this.node);
  }

  get seesRepository(): boolean {
    return this.blindfold.length === 0;
  }

  /** A copy of an app of this folder. */
  take(app: string): string {
    const copy = join(this.folder, app);
    cpSync(join(__dirname, app), copy, { recursive: true });
    return copy;
  }

  /** Folder of what was made for a language, or the file in it with this ending. */
  package(language: string, ending?: string): string {
    const folder = join(this.folder, 'packages', language);
    if (!ending) return folder;
    const name = readdirSync(folder).find(file => file.endsWith(ending));
    if (!name) throw new Error(`dist/${language} should hold a package (*${ending}), and holds none: run npm run build.`);
    return join(folder, name);
  }

  /** Installs or compiles: with the user's own tools, caches and registries. */
  async run(app: string, ...command: readonly string[]): Promise<string> {
    const path = (process.env.PATH ?? '').split(delimiter).filter(folder => folder && !folder.startsWith(projectRoot)).join(delimiter);
    const carried = Object.fromEntries(Object.entries(process.env).filter(([name]) => CARRIED.test(name)));
    return this.start(app, command, { ...carried, PATH: path });
  }

  /** Runs what was made: with nothing on PATH but Node, and without a home. No Docker, no esbuild, no package manager. */
  async runAlone(app: string, command: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const home = mkdtempSync(join(this.folder, 'home-'));
    return this.start(app, command, { PATH: join(this.node, '..'), HOME: home, LANG: 'C.UTF-8', ...env });
  }

  /** The same, and without a network, where the machine lets us take it away. */
  async runOffline(app: string, command: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const [unshare] = this.blindfold;
    return this.runAlone(app, [...(unshare ? [unshare, '--net', '--map-root-user'] : []), ...command], env);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(cwd: string, command: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const [program, ...args] = [...this.blindfold, ...command];
    return runCommand(program!, args, { cwd, env, purpose: command.join(' '), limitMs: LIMIT_MS });
  }
}

function blindfold(): readonly string[] {
  const [unshare, mount] = [findProgram(['unshare']), findProgram(['mount'])];
  if (!unshare || !mount) return [];
  // Of what the commands keep in .local, Maven's downloads and Go's stand-ins are the stranger's.
  const entries = readdirSync(projectRoot, { withFileTypes: true });
  const folders = entries.filter(entry => entry.isDirectory()).map(({ name }) => join(projectRoot, name));
  const args = ['--mount', '--map-root-user', '/bin/sh', '-c', HIDE, mount, ...folders.filter(folder => folder !== localFolder), '--'];
  return spawnSync(unshare, [...args, '/bin/sh', '-c', ':']).status === 0 ? [unshare, ...args] : [];
}
