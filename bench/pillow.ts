import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { benchFolder, fontFile, projectRoot } from './folders';
import { TEXT } from './settings';
import { runCommand } from '../integ/local-aws/run-command';

const environment = join(benchFolder, 'python');
const python = join(environment, 'bin', 'python');
const VERSION = '12.0.0';

/** Python and Pillow as a child process, or the reason why this machine cannot run them. */
export async function startPillow(): Promise<PillowProcess | string> {
  try {
    await install();
    const versions = await run(python, ['-c', 'import PIL, platform; print(PIL.__version__, platform.python_version())']);
    const [pillow, version] = versions.trim().split(' ');
    return new PillowProcess(spawn(python, [join(projectRoot, 'bench', 'workers', 'pillow.py')]), `Pillow ${pillow}, Python ${version}`);
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

export class PillowProcess {
  private readonly lines: AsyncIterator<string>;

  constructor(private readonly child: ChildProcessWithoutNullStreams, readonly version: string) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.pipe(process.stderr);
  }

  /** Processor time of one photograph, ms. */
  async measure(path: string): Promise<number> {
    this.child.stdin.write(`${JSON.stringify({ path, font: fontFile, text: TEXT })}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error('Pillow should answer with a line, and ended: see its message above');
    return (JSON.parse(value) as { cpuMs: number }).cpuMs;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
  }
}

async function install(): Promise<void> {
  const marker = join(environment, `Pillow-${VERSION}`);
  if (existsSync(marker) && existsSync(python)) return;
  await rm(environment, { recursive: true, force: true });
  await run(process.env.PYTHON ?? 'python3', ['-m', 'venv', environment]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:', `Pillow==${VERSION}`]);
  await run(python, ['-c', `open(${JSON.stringify(marker)}, "w").close()`]);
}

function run(command: string, args: readonly string[]): Promise<string> {
  const { PYTHONPATH: _path, PYTHONHOME: _home, ...env } = process.env;
  return runCommand(command, args, { cwd: projectRoot, env, purpose: `${command} ${args.slice(0, 2).join(' ')}` });
}
