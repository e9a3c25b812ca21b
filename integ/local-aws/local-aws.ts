import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHandlersAndClient } from './build';
import { deploy, SampleContext, StackOutputs, Target } from './deploy';
import { isHealthy, startEmulator } from './emulator';
import { awsEnvironment } from './environment';
import { readCode } from './mail';
import { givenEndpoint, temporaryPrefix } from './settings';

export interface LocalAws {
  /** Address of the emulator, reachable from this machine and from a browser on it. */
  readonly endpoint: string;
  /** Outputs of the deployed stacks by name; `ApiUrl` is reachable from this machine. */
  readonly outputs: StackOutputs;
  /** Variables that point AWS SDK clients, and only them, at the emulator. */
  readonly environment: Readonly<Record<string, string>>;
  /** The emulator's folder, with the files that its bridges read at run time. */
  readonly folder: string;
  /** The code in the newest mail to an address, or undefined while there is none. */
  readCode(email: string): Promise<string | undefined>;
  /** Stops what this process started; an emulator that was already running continues. */
  stop(): Promise<void>;
}

export interface LocalAwsOptions {
  /**
   * Whether to build the handlers and the client first.
   *
   * @default true
   */
  readonly build?: boolean;

  /**
   * CDK context of the sample app, in addition to the architecture, which is that of this machine: the emulator runs the handlers on it.
   *
   * @default - the sample app's own defaults
   */
  readonly context?: SampleContext;

  /**
   * Endpoint of AWS for the handlers: a proxy in front of the emulator, once that has started.
   *
   * @default - at the emulator
   */
  readonly handlersEndpoint?: string;

  /**
   * Receives short lines of progress.
   *
   * @default - they are printed
   */
  readonly report?: (line: string) => void;
}

/** Starts the emulator, or uses the one that `AWS_ENDPOINT_URL` names, and deploys the sample app to it. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { build = true, context = {}, handlersEndpoint, report = console.log } = options;
  if (build) await timed(report, 'Handlers and client built', buildHandlersAndClient);
  const given = handlersEndpoint === undefined ? await givenEmulator() : undefined;
  const emulator = given ?? await timed(report, 'Local AWS started', async () => startEmulator(report, handlersEndpoint));
  const { endpoint } = emulator;
  try {
    const outputs = await timed(report, 'Stack deployed', async () => deploy(emulator, { architecture: process.arch, ...context }));
    return {
      endpoint,
      outputs,
      environment: awsEnvironment(endpoint),
      folder: emulator.folder,
      readCode: async email => readCode(endpoint, email),
      stop: emulator.stop,
    };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function givenEmulator(): Promise<Target & Pick<LocalAws, 'stop'> | undefined> {
  const endpoint = givenEndpoint();
  if (endpoint === undefined) return undefined;
  if (!await isHealthy(endpoint)) {
    throw new Error(`AWS_ENDPOINT_URL is ${endpoint}, but no MiniStack answers there. Start it, or unset the variable to have one started.`);
  }
  const folder = await mkdtemp(join(tmpdir(), temporaryPrefix));
  return { endpoint, folder, stop: async () => rm(folder, { recursive: true, force: true }) };
}

async function timed<T>(report: (line: string) => void, what: string, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const result = await work();
  report(`${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return result;
}
