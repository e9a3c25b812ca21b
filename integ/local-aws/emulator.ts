import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, pathWithNode } from './environment';
import { freePort } from './free-port';
import { poll } from './poll';
import { ensurePython, PythonTool } from './python-environment';
import { temporaryPrefix } from './settings';

export interface Emulator {
  readonly endpoint: string;
  /** Everything that it writes; removed by `stop` and when this process is killed. */
  readonly folder: string;
  /** Log file of the emulator and the handlers, in `folder`. */
  readonly logFile: string;
  /** Ends the emulator and every worker it started, and removes what they wrote. */
  stop(): Promise<void>;
}

const miniStack: PythonTool = { title: 'the local AWS', folder: 'venv', minor: 10, requirementsFile: join(__dirname, 'requirements.txt') };
const bootLimitMs = 60_000;
const graceMs = 3_000;
const portAttempts = 3;

/**
 * Starts MiniStack on a free port of the loopback interface.
 *
 * @param handlersEndpoint endpoint of AWS for the handlers, if it is a proxy in front of the emulator
 */
export async function startEmulator(report: (line: string) => void, handlersEndpoint?: string): Promise<Emulator> {
  if (process.platform === 'win32') throw new Error('The local AWS needs Linux, macOS or WSL');
  const python = await ensurePython(miniStack, report);
  for (let attempt = 1; ; attempt++) {
    const emulator = await launch(python, await freePort(), handlersEndpoint);
    try {
      await untilHealthy(emulator);
      return emulator;
    } catch (error) {
      const log = readFileSync(emulator.logFile, 'utf8');
      // Another process took the port before the emulator did.
      const isLostRace = log.includes('already in use') && attempt < portAttempts;
      await emulator.end();
      if (isLostRace) {
        await emulator.stop();
        continue;
      }
      throw new Error(`The local AWS did not start: ${(error as Error).message}. Its log is ${emulator.logFile}:\n${log.slice(-2000)}`);
    }
  }
}

interface Launched extends Emulator {
  readonly child: ChildProcess;
  /** Ends the processes, keeps the log. */
  end(): Promise<void>;
}

async function launch(python: string, port: number, handlersEndpoint?: string): Promise<Launched> {
  const folder = mkdtempSync(join(tmpdir(), temporaryPrefix));
  await Promise.all(['home', 'state', 's3'].map(async name => mkdir(join(folder, name))));
  const logFile = join(folder, 'emulator.log');
  const log = openSync(logFile, 'a');
  const endpoint = `http://127.0.0.1:${port}`;
  // A separate process group: one signal also reaches the workers, and Ctrl-C does not reach it before our clean-up.
  const child = spawn(python, ['-B', join(__dirname, 'shim', 'launch.py')], {
    cwd: folder,
    env: emulatorEnvironment(folder, handlersEndpoint ?? endpoint, port),
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const closed = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async () => endGroup(child, closed);
  const stop = async () => {
    await end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { endpoint, folder, logFile, child, end, stop };
}

function emulatorEnvironment(folder: string, handlersEndpoint: string, port: number): Record<string, string> {
  return {
    ...cleanEnvironment(join(folder, 'home')),
    PATH: pathWithNode(),
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 's3'),
    LOCAL_AWS_FOLDER: folder,
    LOCAL_AWS_WORKERS_PER_FUNCTION: String(workersPerFunction()),
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    // Handlers inherit it and sign URLs with it, so it has to be an address that a browser reaches too.
    AWS_ENDPOINT_URL: handlersEndpoint,
    // Enforces permissions of roles, bucket policies, bucket CORS, signatures and Cognito's codes.
    AUTH: 'true',
    // Its broker listens on a fixed port, which a second emulator could not share.
    IOT_MTLS_ENABLED: '0',
  };
}

/** Calls beyond it wait. Two, so that a slow call does not hold up all others; more than the cores only costs memory. */
function workersPerFunction(): number {
  return Math.min(4, Math.max(2, availableParallelism()));
}

async function untilHealthy({ child, endpoint }: Launched): Promise<void> {
  await poll(`${endpoint} to answer`, async () => {
    if (child.pid === undefined) throw new Error('its interpreter could not be run');
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    return isHealthy(endpoint);
  }, { limitMs: bootLimitMs, everyMs: 50 });
}

export async function isHealthy(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2_000) }).then(response => response.ok, () => false);
}

async function endGroup(child: ChildProcess, closed: Promise<void>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await closed;
  clearTimeout(timer);
  // A worker that ignored the first signal is still in the group.
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
