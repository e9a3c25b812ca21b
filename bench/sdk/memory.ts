import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runCommand } from '../../integ/local-aws/run-command';
import { projectRoot } from '../folders';

export interface Memory {
  readonly name: string;
  /** Peak resident memory above that of the idle process, bytes. */
  readonly above: number;
}

const FILE_SIZE = 200 * 1024 * 1024;

/** Each begins with its imports, and defines `upload(url, path)`. */
const SUBJECTS = [
  {
    name: 'image-management-client, with SHA-256',
    program: `
      import { ImageManagementClient } from 'image-management-client';
      import { fromPath } from 'image-management-client/node';
      const upload = async (baseUrl, path) => {
        const client = new ImageManagementClient({ baseUrl });
        await client.auth.signIn({ email: 'e', password: 'p' });
        await client.images.upload(await fromPath(path, { type: 'image/tiff' }));
      };`,
  },
  {
    name: 'fetch of openAsBlob',
    program: `
      import { openAsBlob } from 'node:fs';
      const upload = async (url, path) => fetch(url, { method: 'PUT', body: await openAsBlob(path) });`,
  },
  {
    name: 'fetch of readFile',
    program: `
      import { readFile } from 'node:fs/promises';
      const upload = async (url, path) => fetch(url, { method: 'PUT', body: await readFile(path) });`,
  },
] as const;

/** A first small upload: its connections and compiled code count as idle memory. */
const MEASURE = `
  const [url, small, large] = process.argv.slice(2);
  await upload(url, small);
  const idle = process.memoryUsage.rss();
  await upload(url, large);
  // On Linux the kernel's own high-water mark: the usual counter begins with the memory of the parent.
  const { readFileSync } = await import('node:fs');
  const peak = process.platform === 'linux'
    ? Number(/VmHWM:\\s*(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
    : process.resourceUsage().maxRSS * 1024;
  console.log(peak - idle);`;

/** Memory of a Node process that uploads a file of 200 MB to a server of this machine. */
export async function measureMemory(): Promise<Memory[]> {
  const folder = await mkdtemp(join(tmpdir(), 'client-memory-'));
  const [small, large] = [join(folder, 'small'), join(folder, 'large')];
  await Promise.all([writeFile(small, 'small'), writeFile(large, '')]);
  await truncate(large, FILE_SIZE);
  const sink = await startSink();
  try {
    const results: Memory[] = [];
    for (const { name, program } of SUBJECTS) {
      const outfile = join(folder, 'program.mjs');
      await build({ stdin: { contents: program + MEASURE, resolveDir: projectRoot }, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
      const printed = await runCommand(process.execPath, [outfile, sink.url, small, large], { cwd: folder, env: process.env, purpose: `Measuring ${name}` });
      results.push({ name, above: Number(printed) });
    }
    return results;
  } finally {
    sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A backend that grants everything and keeps nothing. */
async function startSink(): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const grant = { image_id: 'id', upload_url: url, headers: {}, expires_at: '2040-01-01T00:00:00Z', id_token: 'i', refresh_token: 'r', expires_in: 3600 };
    request.resume().on('end', () => response.end(JSON.stringify(grant)));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
