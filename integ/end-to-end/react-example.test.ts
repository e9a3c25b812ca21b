import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { deployment, newUser, User } from './backend';
import { launchChromium } from './browser/chromium';
import { describeInChromium, ORIGIN } from './browser/gallery';
import { Network } from './browser/network';
import { Relay, startRelay } from './browser/relay';
import { photograph, truncated } from './pictures';
import { REJECTION_REASONS } from '../../src/contract/statuses';
import { poll } from '../local-aws/poll';
import { projectRoot } from '../local-aws/settings';

declare global {
  /** In the page: signs in and shows the component. */
  var mount: (baseUrl: string, account: Pick<User, 'email' | 'password'>) => Promise<void>;
  var unmount: () => void;
}

const example = join(projectRoot, 'integ', 'examples', 'react-upload');

/** An app around the component, as strict as React can be. */
const APP = `
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ImageManagementClient } from 'image-management-client';
import { ImageUpload } from './image-upload.js';

globalThis.mount = async (baseUrl, account) => {
  const client = new ImageManagementClient({ baseUrl });
  await client.auth.signIn(account);
  const root = createRoot(document.body.appendChild(document.createElement('main')));
  root.render(createElement(StrictMode, undefined, createElement(ImageUpload, { client })));
  globalThis.unmount = () => root.unmount();
};
`;

describeInChromium('the react-upload example, on a page of a foreign origin', () => {
  let server: Server;
  let relay: Relay;
  let browser: Browser;
  let user: User;
  let script: string;
  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: APP, resolveDir: example, loader: 'ts' },
      bundle: true,
      format: 'iife',
      jsx: 'automatic',
      platform: 'browser',
      // React's own development build, which complains of what is wrong.
      define: { 'process.env.NODE_ENV': '"development"' },
      write: false,
    });
    script = outputFiles[0].text;
    server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>App</title>'));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const backend = new URL(deployment.outputs.ApiUrl);
    [relay, user] = await Promise.all([startRelay(backend), newUser()]);
    browser = await launchChromium({
      [new URL(ORIGIN).host]: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      [backend.host]: relay.host,
    });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map(async context => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await relay?.stop();
    server.closeAllConnections();
    server.close();
  });

  /** A new page with the component, and what its console and its scripts complain of. */
  async function open(): Promise<{ page: Page; network: Network; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(String(error)));
    await page.goto(ORIGIN);
    await page.addScriptTag({ content: script });
    const { email, password } = user;
    const given = { baseUrl: deployment.outputs.ApiUrl, account: { email, password } };
    await page.evaluate(async ({ baseUrl, account }) => globalThis.mount(baseUrl, account), given);
    return { page, network: await Network.of(page, relay), complaints };
  }

  const choose = async (page: Page, ...files: Array<[name: string, mimeType: string, buffer: Buffer]>) =>
    page.getByLabel('Photographs').setInputFiles(files.map(([name, mimeType, buffer]) => ({ name, mimeType, buffer })));
  const percentOf = async (page: Page, name: string) =>
    page.getByRole('progressbar', { name }).evaluate(element => (element as HTMLProgressElement).value);

  test('a chosen file shows its progress, and becomes a picture with a source for each format', async () => {
    const { page, network, complaints } = await open();
    await network.slow(300_000);
    await choose(page, ['boats.jpg', 'image/jpeg', photograph('nagasaki-boats')]);
    const seen = new Set<number>();
    await poll('several values of the progress bar', async () => seen.add(await percentOf(page, 'boats.jpg')).size >= 4, { everyMs: 20 });
    expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
    expect(Math.max(...seen)).toBeLessThan(100);
    await network.restore();

    const picture = page.getByRole('img', { name: 'boats.jpg' });
    await picture.waitFor();
    await poll('the pixels of the picture', async () => picture.evaluate(element => (element as HTMLImageElement).naturalWidth > 0));
    expect(await page.locator('picture source').evaluateAll(sources => sources.map(source => (source as HTMLSourceElement).type))).toContain('image/webp');
    expect(await picture.getAttribute('style')).toContain('data:image/png');
    expect(complaints).toEqual([]);
  }, 120_000);

  test('a wrong file is told of in words, and stops no other', async () => {
    const { page, complaints } = await open();
    const photo = photograph('allium-oreophilum');
    await choose(
      page, ['half.jpg', 'image/jpeg', truncated(photo)], ['page.png', 'image/png', Buffer.from('<html></html>')], ['garlic.jpg', 'image/jpeg', photo],
    );
    await page.getByRole('img', { name: 'garlic.jpg' }).waitFor({ timeout: 60_000 });
    await poll('both refusals', async () => await page.getByRole('alert').count() === 2);
    expect(await page.getByRole('alert').allTextContents()).toEqual([
      'half.jpg: This picture is damaged or incomplete.',
      'page.png: This is no picture of a known kind. Choose a JPEG, PNG, WebP, GIF, AVIF or TIFF.',
    ]);
    expect(complaints).toEqual([]);
  }, 120_000);

  test('an upload under way ends with the component, and asks for nothing more', async () => {
    const { page, network, complaints } = await open();
    await network.slow(100_000);
    await choose(page, ['boats.jpg', 'image/jpeg', photograph('nagasaki-boats')]);
    await poll('the upload to move', async () => await percentOf(page, 'boats.jpg') > 2, { everyMs: 20 });
    const later: string[] = [];
    page.on('request', request => later.push(`${request.method()} ${request.url()}`));
    const [ended] = await Promise.all([page.waitForEvent('requestfailed'), page.evaluate(() => globalThis.unmount())]);
    expect([ended.method(), ended.failure()?.errorText]).toEqual(['PUT', 'net::ERR_ABORTED']);
    await network.restore();
    // A call behind whatever an upload that went on would have asked by now.
    await page.evaluate(async url => { await fetch(url).catch(() => undefined); }, `${ORIGIN}/end`);
    expect(later).toEqual([`GET ${ORIGIN}/end`]);
    expect(complaints).toEqual([]);
  }, 120_000);
});

test('the react-upload example has words for every reason of a rejection', () => {
  const words = readFileSync(join(example, 'use-uploads.ts'), 'utf8');
  expect(REJECTION_REASONS.filter(reason => !words.includes(`'${reason}':`))).toEqual([]);
});
