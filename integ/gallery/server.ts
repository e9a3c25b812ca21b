import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { bundleClient } from './bundle-client';

/** What the page has to know of the backend. */
export interface GalleryConfig {
  readonly apiUrl: string;
  /** Where the mails with codes can be read; shown to the user. */
  readonly mailUrl?: string;
}

export interface Gallery {
  /** Such as `http://127.0.0.1:40123`, without a slash at the end. */
  readonly origin: string;
  /** Every origin that a browser may call the page by. */
  readonly origins: readonly string[];
  /** Until this is called the page says that the backend is still being deployed. */
  connect(config: GalleryConfig): void;
  stop(): Promise<void>;
}

interface File {
  readonly type: string;
  readonly content: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
};

// Pictures and API live on the emulator's own origin, whose port is not known here.
const POLICY = "default-src 'self'; connect-src *; img-src * blob: data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/** Serves the page on a free port of this machine; the port is known before the backend is deployed, which must allow it. */
export async function startGallery(): Promise<Gallery> {
  const files = await loadFiles();
  let config: GalleryConfig | undefined;
  const server = createServer((request, response) => answer(request, response, files, config));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origins = ['127.0.0.1', 'localhost'].map(host => `http://${host}:${port}`);
  return {
    origin: origins[0],
    origins,
    connect: given => {
      config = given;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function loadFiles(): Promise<ReadonlyMap<string, File>> {
  const folder = join(__dirname, 'public');
  const names = await readdir(folder);
  const pages = names.map(async name => [`/${name}`, { type: TYPES[extname(name)], content: await readFile(join(folder, name), 'utf8') }] as const);
  const client = { type: TYPES['.js'], content: await bundleClient() };
  return new Map([...await Promise.all(pages), ['/image-management-client.js', client]]);
}

function answer(request: IncomingMessage, response: ServerResponse, files: ReadonlyMap<string, File>, config?: GalleryConfig): void {
  const path = (request.url ?? '/').split('?')[0];
  const file = path === '/config.json'
    ? config && { type: 'application/json', content: JSON.stringify(config) }
    : files.get(path === '/' ? '/index.html' : path);
  const status = file ? 200 : path === '/config.json' ? 503 : 404;
  response.writeHead(status, {
    'content-type': file?.type ?? 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : file?.content ?? `${status}\n`);
}
