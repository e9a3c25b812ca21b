import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cdkModules, runtimeCheckout } from './go-modules';
import { Stranger } from './stranger';
import { findProgram } from '../../projenrc/programs';
import { localFolder } from '../local-aws/settings';

/** The same app, written in a language of its own, that installs the built package as anybody would. */
export interface Consumer {
  /** Its folder next to this file. */
  readonly language: string;
  /** Why it cannot be built on this machine, and what to do about it; undefined where it can. */
  readonly missing: () => string | undefined;
  /**
   * Installs the package and the CDK into a copy of the app, and compiles it.
   *
   * @returns the command that synthesizes it
   */
  readonly build: (stranger: Stranger, app: string) => Promise<readonly string[]>;
}

const MODULE = 'github.com/cdk-image-management-system/cdk-image-management-system-go/cdkimagemanagementsystem';

export const TYPESCRIPT: Consumer = {
  language: 'typescript',
  missing: () => undefined,
  build: async (stranger, app) => {
    await installAndCompile(stranger, app, stranger.package('js', '.tgz'));
    return ['node', 'app.js'];
  },
};

export const PYTHON: Consumer = {
  language: 'python',
  missing: () => absent('python3', 'Python 3.11 or newer'),
  build: async (stranger, app) => {
    await stranger.run(app, 'python3', '-m', 'venv', '.venv');
    const wheel = stranger.package('python', '.whl');
    await stranger.run(app, '.venv/bin/python', '-m', 'pip', 'install', '--quiet', '--no-input', '-r', 'requirements.txt', wheel);
    return ['.venv/bin/python', 'app.py'];
  },
};

export const JAVA: Consumer = {
  language: 'java',
  missing: () => absent('java', 'a JDK 11 or newer') ?? absent('mvn', 'Maven'),
  build: async (stranger, app) => {
    // In a repository of its own: Maven never asks again for a version that it has.
    const repository = join(localFolder, 'maven');
    rmSync(join(repository, 'io', 'github', 'cdk-image-management-system'), { recursive: true, force: true });
    writeFileSync(join(app, 'settings.xml'), mavenSettings(stranger.package('java')));
    // As the global settings: those of the user, which may name a mirror, stay.
    const flags = ['--quiet', '--batch-mode', '--global-settings', 'settings.xml', `-Dmaven.repo.local=${repository}`];
    await stranger.run(app, 'mvn', ...flags, 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt');
    writeFileSync(join(app, 'arguments.txt'), `-cp target/classes:${readFileSync(join(app, 'classpath.txt'), 'utf8')}\n`);
    return [findProgram(['java'])!, '@arguments.txt', 'example.PhotosApp'];
  },
};

export const GO: Consumer = {
  language: 'go',
  missing: () => absent('go', 'Go 1.25 or newer') ?? unserved(),
  build: async (stranger, app) => {
    const runtime = runtimeCheckout();
    const replaced = new Map(runtime ? await cdkModules(runtime) : []).set(MODULE, join(stranger.package('go'), 'cdkimagemanagementsystem'));
    await stranger.run(app, 'go', 'mod', 'edit', ...[...replaced].map(([module, folder]) => `-replace=${module}=${folder}`));
    await stranger.run(app, 'go', 'mod', 'tidy');
    await stranger.run(app, 'go', 'build', '-o', 'photos', '.');
    return ['./photos'];
  },
};

/** With npm, and a compiler that the app itself asks for. */
export async function installAndCompile(stranger: Stranger, app: string, file: string): Promise<void> {
  await stranger.run(app, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', file);
  await stranger.run(app, 'node_modules/.bin/tsc', '-p', '.');
}

function absent(program: string, install: string): string | undefined {
  return findProgram([program]) ? undefined : `"${program}" is not on PATH. Install ${install}.`;
}

/** Some module proxies keep back what the app needs: no build could succeed without the stand-ins. */
function unserved(): string | undefined {
  if (runtimeCheckout()) return undefined;
  const [, cdk, version] = /(github\.com\/aws\/aws-cdk-go\S+) (\S+)/.exec(readFileSync(join(__dirname, 'go', 'go.mod'), 'utf8'))!;
  const { status } = spawnSync('go', ['list', '-m', `${cdk}@${version}`], { cwd: tmpdir() });
  return status === 0 ? undefined : `its module proxy does not serve ${cdk} ${version}. Name one that does in GOPROXY, or a checkout of github.com/aws/jsii-runtime-go in JSII_RUNTIME_GO.`;
}

function mavenSettings(repository: string): string {
  return `<settings><profiles><profile><id>built</id><repositories><repository>
    <id>built</id><url>${pathToFileURL(repository).href}</url>
  </repository></repositories></profile></profiles><activeProfiles><activeProfile>built</activeProfile></activeProfiles></settings>\n`;
}
