import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { installPacked, nodes, run, tool } from './support/packed-package.js';
import type { PackedPackage } from './support/packed-package.js';

const typescript = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

let packed: PackedPackage;
beforeAll(async () => {
  packed = await installPacked();
}, 120_000);
afterAll(() => rmSync(dirname(packed.project), { recursive: true }));

/** Uses the package as an app does: uploads a file to a server of its own, and prints what arrived. */
const SCRIPT = `
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { ImageManagementClient } from 'image-management-client';
import { fromPath } from 'image-management-client/node';

const tokens = { token_type: 'Bearer', id_token: 'i', access_token: 'a', refresh_token: 'r', expires_in: 3600 };
const server = createServer(async (request, response) => {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  const url = 'http://127.0.0.1:' + server.address().port;
  if (request.method === 'PUT') console.log(JSON.stringify({ bytes, length: request.headers['content-length'], chunked: request.headers['transfer-encoding'] }));
  const grant = { image_id: 'id', method: 'PUT', upload_url: url + '/key', headers: {}, form: { url, fields: {} }, expires_at: '2040-01-01T00:00:00Z', max_size: 9 };
  response.end(JSON.stringify(request.url === '/upload' ? grant : tokens));
}).listen(0, '127.0.0.1', async () => {
  writeFileSync('photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0, 0]));
  const client = new ImageManagementClient({ baseUrl: 'http://127.0.0.1:' + server.address().port });
  await client.auth.signIn({ email: 'e', password: 'p' });
  await client.images.upload(await fromPath('photo.jpg'));
  server.close();
  server.closeAllConnections();
});
`;

const CONSUMER = `
import { ImageManagementClient, isImageRejectedError, placeholderUrl } from 'image-management-client';
import type { ImageRecord, UploadResult } from 'image-management-client';
import { fromPath } from 'image-management-client/node';

const client = new ImageManagementClient({ baseUrl: 'https://x', tokenStore: undefined });
export const image: Promise<ImageRecord> = client.images.upload(await fromPath('a.jpg')).then((upload) => upload.ready({ timeout: 1 }));
export const results: UploadResult[] = await client.images.uploadMany([new Blob()], { concurrency: 2 });
export const reason: string | undefined = isImageRejectedError(results) ? results.reason : placeholderUrl('');
// @ts-expect-error a number is no address
new ImageManagementClient({ baseUrl: 5 });
`;

// holds: promise.client
test('every Node of this machine imports it and uploads a file with its length', async () => {
  writeFileSync(join(packed.project, 'script.js'), SCRIPT);
  const found = await nodes();
  expect(Object.keys(found).length).toBeGreaterThan(0);
  for (const [version, path] of Object.entries(found)) {
    const printed = await run(path, ['script.js'], packed.project);
    expect({ version, ...JSON.parse(printed) as object }).toEqual({ version, bytes: 5, length: '5' });
  }
});

test.each([
  ['node16', { module: 'node16', moduleResolution: 'node16' }],
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
])('its types are sound with moduleResolution %s on every Node, without the types of Node', async (name, options) => {
  const folder = join(packed.project, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  const compilerOptions = { ...options, target: 'es2022', lib: ['es2022', 'dom'], types: [], strict: true, skipLibCheck: false, noEmit: true };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  for (const path of Object.values(await nodes())) expect(await run(path, [typescript, '-p', folder], packed.project)).toBe('');
});

test('esbuild makes a bundle for browsers of it, without the parts that are not used', async () => {
  const bundle = async (contents: string) => {
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: packed.project },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    expect(Object.values(metafile.outputs)[0]!.imports).toEqual([]);
    return outputFiles[0]!.text;
  };
  expect(await bundle("import 'image-management-client';")).toBe('');
  const client = await bundle("export { ImageManagementClient } from 'image-management-client';");
  expect(client).not.toMatch(/data:image\/png|OffscreenCanvas|localStorage|openAsBlob/);
  expect((await bundle("export { isAbortError } from 'image-management-client';")).length).toBeLessThan(2_000);
});

test('publint finds nothing to say', async () => {
  expect(await tool('publint', ['run', packed.tarball, '--strict'], packed.project)).toContain('All good!');
});

test('are-the-types-wrong finds nothing to say of an ES module', async () => {
  const report = await tool('attw', [packed.tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji', '--format', 'ascii'], packed.project);
  // It fails by its exit code; these are what it looked at.
  expect(report.match(/node16 \(from ESM\): OK \(ESM\)/g)).toHaveLength(2);
  expect(report.match(/bundler: OK/g)).toHaveLength(2);
});

test('it holds what is needed, and nothing else', async () => {
  const files = (await run('tar', ['tzf', packed.tarball], packed.project)).trim().split('\n');
  const strange = files.filter((file) => !/^package\/(dist\/[a-z/-]+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file));
  expect(strange).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(packed.project, 'node_modules/image-management-client/package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({ type: 'module', sideEffects: false, dependencies: { ky: expect.any(String) } });
});
