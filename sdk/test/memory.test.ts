import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { TOKENS } from './support/backend.js';

const MIB = 1024 * 1024;
const FILE_SIZE = 200 * MIB;
const ALLOWED = 80 * MIB;

let server: Server;
let folder: string;
const received: number[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memory-'));
  const script = fileURLToPath(new URL('support/upload-memory.ts', import.meta.url));
  await build({ entryPoints: [script], outfile: join(folder, 'upload.mjs'), bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' });
  writeFileSync(join(folder, 'large.tiff'), '');
  truncateSync(join(folder, 'large.tiff'), FILE_SIZE);
  server = createServer((request, response) => void drain(request).then((bytes) => {
    const url = addressOf(server);
    if (request.method === 'PUT') received.push(bytes);
    const grant = { image_id: 'id', method: 'PUT', upload_url: `${url}/key`, headers: {}, form: { url, fields: {} }, expires_at: '2040-01-01T00:00:00Z' };
    response.end(JSON.stringify(request.url === '/upload' ? grant : TOKENS));
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('a file of 200 MB costs less than 80 MB above the idle process', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'upload.mjs'), addressOf(server), join(folder, 'large.tiff')]);
  const { idle, peak } = JSON.parse(stdout) as { idle: number; peak: number };
  expect(received.at(-1)).toBe(FILE_SIZE);
  expect(peak - idle).toBeLessThan(ALLOWED);
});

function addressOf(from: Server): string {
  return `http://127.0.0.1:${(from.address() as AddressInfo).port}`;
}

async function drain(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  return bytes;
}
