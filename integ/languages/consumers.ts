import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProgram } from '../../projenrc/programs';
import { runCommand } from '../local-aws/run-command';
import { localFolder, projectRoot } from '../local-aws/settings';

/** The same app, written in a language of its own, that installs the built package as anybody would. */
export interface Consumer {
  /** Its folder beside this file. */
  readonly language: string;
  /** Why it cannot be built on this machine, and what to do about it; undefined where it can. */
  readonly missing: () => string | undefined;
  /**
   * Installs the package and the CDK into a copy of the app, and compiles it.
   *
   * @returns the command that synthesizes it
   */
  readonly build: (app: string) => Promise<readonly string[]>;
}

const MODULE = 'github.com/cdk-image-management-system/cdk-image-management-system-go/cdkimagemanagementsystem';
/** A build of the CDK's modules takes long the first time, on a busy machine above all. */
const LIMIT_MS = 1_500_000;

export const TYPESCRIPT: Consumer = {
  language: 'typescript',
  missing: () => undefined,
  build: async (app) => {
    await run(app, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', packageFile('js', '.tgz'));
    await run(app, join(projectRoot, 'node_modules', '.bin', 'tsc'), '-p', '.');
    return [process.execPath, 'app.js'];
  },
};

export const PYTHON: Consumer = {
  language: 'python',
  missing: () => absent('python3', 'Python 3.11 or newer'),
  build: async (app) => {
    const python = join(app, '.venv', 'bin', 'python');
    await run(app, 'python3', '-m', 'venv', '.venv');
    await run(app, python, '-m', 'pip', 'install', '--quiet', '--no-input', '-r', 'requirements.txt', packageFile('python', '.whl'));
    return [python, 'app.py'];
  },
};

export const JAVA: Consumer = {
  language: 'java',
  missing: () => absent('java', 'a JDK 11 or newer') ?? absent('mvn', 'Maven'),
  build: async (app) => {
    // In a repository of its own: Maven never asks again for a version that it has.
    const repository = join(localFolder, 'maven');
    rmSync(join(repository, 'io', 'github', 'cdk-image-management-system'), { recursive: true, force: true });
    writeFileSync(join(app, 'settings.xml'), mavenSettings(join(projectRoot, 'dist', 'java')));
    // As the global settings: those of the user, which may name a mirror, stay.
    const flags = ['--quiet', '--batch-mode', '--global-settings', 'settings.xml', `-Dmaven.repo.local=${repository}`];
    await run(app, 'mvn', ...flags, 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt');
    writeFileSync(join(app, 'arguments.txt'), `-cp target/classes:${await run(app, 'cat', 'classpath.txt')}\n`);
    return [findProgram(['java'])!, '@arguments.txt', 'example.PhotosApp'];
  },
};

export const GO: Consumer = {
  language: 'go',
  missing: () => absent('go', 'Go 1.25 or newer') ?? unserved(),
  build: async (app) => {
    await run(app, 'go', 'mod', 'edit', `-replace=${MODULE}=${join(projectRoot, 'dist', 'go', 'cdkimagemanagementsystem')}`);
    await run(app, 'go', 'mod', 'tidy');
    await run(app, 'go', 'build', '-o', 'photos', '.');
    return [join(app, 'photos')];
  },
};

async function run(app: string, command: string, ...args: readonly string[]): Promise<string> {
  return runCommand(command, args, { cwd: app, env: process.env, purpose: [command, ...args].join(' '), limitMs: LIMIT_MS });
}

function absent(program: string, install: string): string | undefined {
  return findProgram([program]) ? undefined : `"${program}" is not on PATH. Install ${install}.`;
}

/** Some module proxies keep back what the app needs: no build could succeed. */
function unserved(): string | undefined {
  const [, cdk, version] = /(github\.com\/aws\/aws-cdk-go\S+) (\S+)/.exec(readFileSync(join(__dirname, 'go', 'go.mod'), 'utf8'))!;
  const { status } = spawnSync('go', ['list', '-m', `${cdk}@${version}`], { cwd: tmpdir() });
  return status === 0 ? undefined : `its module proxy does not serve ${cdk} ${version}. Name one that does in GOPROXY.`;
}

function packageFile(language: string, ending: string): string {
  const folder = join(projectRoot, 'dist', language);
  const name = readdirSync(folder).find(file => file.endsWith(ending));
  if (!name) throw new Error(`dist/${language} should hold a package (*${ending}), and holds none: run npx projen package.`);
  return join(folder, name);
}

function mavenSettings(repository: string): string {
  return `<settings><profiles><profile><id>built</id><repositories><repository>
    <id>built</id><url>${pathToFileURL(repository).href}</url>
  </repository></repositories></profile></profiles><activeProfiles><activeProfile>built</activeProfile></activeProfiles></settings>\n`;
}
