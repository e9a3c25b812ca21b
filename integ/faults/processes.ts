import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A running process of a function. */
export interface Worker {
  readonly pid: number;
  /** Name of the handler: `resize`. */
  readonly handler: string;
}

/** Processes and their connections are read from `/proc`. */
export const canFindProcesses = process.platform === 'linux';

/** Those of the functions whose way to AWS leads through this port, and so of one emulator alone. */
export function workersBehind(proxyPort: number): Worker[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => {
    const variables = unlessGone(() => readFileSync(`/proc/${name}/environ`, 'utf8').split('\0')) ?? [];
    if (!variables.includes(`AWS_ENDPOINT_URL=http://127.0.0.1:${proxyPort}`)) return [];
    const handler = variables.find(variable => variable.startsWith('POWERTOOLS_SERVICE_NAME='))?.split('=')[1];
    return handler === undefined ? [] : [{ pid: Number(name), handler }];
  });
}

/** The function at the other end of a connection from a port to the proxy. */
export function workerAt(port: number, proxyPort: number): Worker | undefined {
  const inode = inodeOf(port, proxyPort);
  return inode === undefined ? undefined : workersBehind(proxyPort).find(({ pid }) => hasSocket(pid, inode));
}

/** Ends it as a machine that fails would: at once, without a chance to say anything. @throws Error where there is no such process */
export function endProcessOf(port: number, proxyPort: number): void {
  const worker = workerAt(port, proxyPort);
  if (worker === undefined) throw new Error(`No function has a connection from port ${port}`);
  process.kill(worker.pid, 'SIGKILL');
}

/** Bytes in memory now, and the most there were; 0 for a process that is gone. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = unlessGone(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

/** Milliseconds of a processor that it took so far, with all of its threads; 0 for a process that is gone. */
export function processorTimeOf(pid: number): number {
  const stat = unlessGone(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  // After the name, which may hold anything: user and system time are the 12th and the 13th field, in hundredths of a second.
  const [, , , , , , , , , , , user = 0, system = 0] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(user) + Number(system)) * 10;
}

function inodeOf(port: number, remotePort: number): string | undefined {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file => (unlessGone(() => readFileSync(file, 'utf8')) ?? '').split('\n'));
  const fields = lines.map(line => line.trim().split(/\s+/))
    .find(([, local = '', remote = '']) => local.endsWith(`:${hex(port)}`) && remote.endsWith(`:${hex(remotePort)}`));
  return fields?.[9];
}

function hasSocket(pid: number, inode: string): boolean {
  const folder = `/proc/${pid}/fd`;
  const files = unlessGone(() => readdirSync(folder)) ?? [];
  return files.some(file => unlessGone(() => readlinkSync(`${folder}/${file}`)) === `socket:[${inode}]`);
}

/** A process may end between two looks, and some are not ours to look at. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
