import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { bundlePage } from './bundle-page';

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
  /** Needs the built client. Until this is done the page says that the backend is still being deployed. */
  connect(config: GalleryConfig): Promise<void>;
  stop(): Promise<void>;
}

interface File {
  readonly type: string;
  readonly content: string;
}

/** What is served, by path, and the policy it is served under. */
interface Site {
  readonly files: ReadonlyMap<string, File>;
  readonly policy: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Gallery</title>
<p>The backend is still being deployed: this page goes on by itself.</p></html>`;

/** Serves the page on a free port of this machine; the port is known before the backend is deployed, which must allow it. */
export async function startGallery(): Promise<Gallery> {
  let site: Site | undefined;
  const server = createServer((request, response) => answer(request, response, site));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origins = ['127.0.0.1', 'localhost'].map(host => `http://${host}:${port}`);
  return {
    origin: origins[0],
    origins,
    connect: async config => {
      site = { files: await loadFiles(config), policy: policy(new URL(config.apiUrl).origin) };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function loadFiles(config: GalleryConfig): Promise<ReadonlyMap<string, File>> {
  const folder = join(__dirname, 'page');
  const names = (await readdir(folder)).filter(name => extname(name) in TYPES);
  const files = await Promise.all([
    ...names.map(async name => [`/${name}`, await readFile(join(folder, name), 'utf8')] as const),
    ['/gallery.js', await bundlePage()] as const,
    ['/config.json', JSON.stringify(config)] as const,
  ]);
  return new Map(files.map(([path, content]) => [path === '/index.html' ? '/' : path, { type: TYPES[extname(path)], content }]));
}

function answer(request: IncomingMessage, response: ServerResponse, site?: Site): void {
  const file = site?.files.get((request.url ?? '/').split('?')[0]);
  const [status, { type, content }] = file ? [200, file]
    : site ? [404, { type: 'text/plain; charset=utf-8', content: 'Not found\n' }]
      : [503, { type: TYPES['.html'], content: WAITING }];
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': site?.policy ?? "default-src 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}

/** Allows only the page's own script and connections to the backend: the emulator serves API, uploads and pictures on one origin. */
function policy(backend: string): string {
  return [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", `connect-src 'self' ${backend}`, `img-src 'self' blob: data: ${backend}`,
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
  ].join('; ');
}
