import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Gallery, startGallery } from '../../../integ/gallery/server';

const config = { apiUrl: 'http://127.0.0.1:4566/restapis/a1/v1/_user_request_' };
const page = join(__dirname, '../../../integ/gallery/page');
const html = readFileSync(join(page, 'index.html'), 'utf8');

let gallery: Gallery;
beforeEach(async () => {
  gallery = await startGallery();
});
afterEach(async () => gallery.stop());

const get = async (path: string, method = 'GET') => fetch(gallery.origin + path, { method });

test('says to come back while the backend is being deployed', async () => {
  const answer = await get('/');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toMatch(/http-equiv="refresh".*still being deployed/s);
});

// holds: promise.command.local
test('serves the page, what it asks for, and where the backend is', async () => {
  await gallery.connect(config);
  const asked = [...html.matchAll(/(?:href|src)="([^"#:]+)"/g)].map(([, path]) => `/${path}`);
  expect(asked).toEqual(expect.arrayContaining(['/style.css', '/gallery.js', '/icon.svg']));
  for (const path of ['/', '/?a=b', ...asked]) expect((await get(path)).status).toBe(200);
  expect(await (await get('/config.json')).json()).toEqual(config);
  expect(await (await get('/', 'HEAD')).text()).toBe('');
});

test('lets the page run its own script alone, and speak to the backend alone', async () => {
  await gallery.connect(config);
  const { headers } = await get('/');
  const policy = headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' http://127.0.0.1:4566; ");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(html).not.toMatch(/<style|style=|<script>|onclick=/);
  expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer']);
});

test.each(['/nothing', '/gallery.ts', '/../server.ts', '/%2e%2e/server.ts', '/index.html/'])('rejects %s', async path => {
  await gallery.connect(config);
  expect((await get(path)).status).toBe(404);
});

test('the page has each element that its script asks for', () => {
  const script = readdirSync(page).filter(name => name.endsWith('.ts')).map(name => readFileSync(join(page, name), 'utf8')).join('\n');
  const asked = [...script.matchAll(/\bget(?:<\w+>)?\('([\w-]+)'\)/g)].map(([, id]) => id);
  const present = [...html.matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id);
  expect(asked.length).toBeGreaterThan(15);
  expect(present).toEqual(expect.arrayContaining(asked));
  expect(new Set(present).size).toBe(present.length);
});
