import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command';
import { localFolder, projectRoot } from './settings';

export interface PythonTool {
  /** What is installed, as in "Installing the local AWS". */
  readonly title: string;
  /** Of its folder in `.local`. */
  readonly folder: string;
  /** Python 3, this minor version or newer. */
  readonly minor: number;
  /** Every package pinned, dependencies included. */
  readonly requirementsFile: string;
}

/** The interpreter of a tool's private environment, which is rebuilt only if the requirements change. */
export async function ensurePython(tool: PythonTool, report: (line: string) => void): Promise<string> {
  const folder = join(localFolder, tool.folder);
  const wanted = createHash('sha256').update(await readFile(tool.requirementsFile)).digest('hex');
  const python = join(folder, 'bin', 'python');
  const installed = await readFile(join(folder, 'requirements.sha256'), 'utf8').catch(() => '');
  // The link dangles after an upgrade of the system's Python.
  if (installed === wanted && existsSync(python)) return python;
  report(`Installing ${tool.title} (once)`);
  await install(tool, folder, wanted);
  return python;
}

/** Builds in a temporary folder and renames it, so that concurrent or interrupted runs leave no incomplete environment. */
async function install(tool: PythonTool, folder: string, stamp: string): Promise<void> {
  const { title, requirementsFile } = tool;
  const draft = `${folder}-${process.pid}`;
  await mkdir(localFolder, { recursive: true });
  try {
    await createEnvironment(tool, draft);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps', '-r', requirementsFile];
    await run(join(draft, 'bin', 'python'), pip, `Installing ${title} with pip`);
    await writeFile(join(draft, 'requirements.sha256'), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
      // A concurrent run created the same environment first.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function createEnvironment({ title, minor: wanted }: PythonTool, target: string): Promise<void> {
  const python = process.env.PYTHON ?? 'python3';
  const version = await run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], `Running ${python}`)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Error(`To install ${title}, Python 3.${wanted} or newer is needed, and "${python}" was not found. Install Python, or name it in the variable PYTHON.`);
    });
  const [major = 0, minor = 0] = version.trim().split('.').map(Number);
  if (major < 3 || (major === 3 && minor < wanted)) {
    throw new Error(`To install ${title}, Python 3.${wanted} or newer is needed, "${python}" is ${version.trim()}. Name a newer one in the variable PYTHON.`);
  }
  await run(python, ['-m', 'venv', target], 'Making a Python environment (on Debian and Ubuntu it needs the package python3-venv)');
}

async function run(command: string, args: readonly string[], purpose: string): Promise<string> {
  // PYTHONPATH and PYTHONHOME would mix the caller's packages into ours; pip's own settings (an index, a proxy) stay.
  const { PYTHONPATH: _path, PYTHONHOME: _home, ...env } = process.env;
  return runCommand(command, args, { cwd: projectRoot, env, purpose });
}
