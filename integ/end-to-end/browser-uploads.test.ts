import type { Locator, Page } from 'playwright-core';
import { call, deployment, finished, newUser, upload, User } from './backend';
import { describeInChromium, expireTokens, GalleryBrowser, ORIGIN, startGalleryBrowser, storedTokens } from './browser/gallery';
import { photograph, truncated } from './pictures';
import { poll } from '../local-aws/poll';

interface Chosen {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const jpeg = (name: string, buffer: Buffer): Chosen => ({ name, mimeType: 'image/jpeg', buffer });
const photo = photograph('nagasaki-boats');
/** There before the tests, the oldest. */
const CANYON = jpeg('canyon ✓ 100%.jpg', photograph('black-canyon'));
const ALPS = jpeg('alps.jpg', photograph('french-alpine-landscape'));

const choose = async (page: Page, ...files: Chosen[]) => page.getByLabel('Choose pictures').setInputFiles(files);
const card = (page: Page, { name }: Pick<Chosen, 'name'>) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
const picture = (page: Page, { name }: Chosen) => page.getByRole('button', { name: `Open ${name}` });
const barOf = (page: Page, { name }: Chosen) => page.getByRole('progressbar', { name: `Upload of ${name}` });
const percent = async (bar: Locator) => bar.evaluate(element => (element as HTMLProgressElement).value);

/** As a file manager does, anywhere on the page. */
async function drop(page: Page, ...files: Chosen[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle(dropped => {
    const transfer = new DataTransfer();
    for (const { name, type, bytes } of dropped) transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
    return transfer;
  }, files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, bytes: [...buffer] })));
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

/** Until the upload is under way, yet far from its end. */
async function untilMoving(page: Page, file: Chosen): Promise<void> {
  await poll(`the upload of ${file.name} to move`, async () => await percent(barOf(page, file)) > 5, { everyMs: 20 });
}

describeInChromium('on a page of a foreign origin', () => {
  let browser: GalleryBrowser;
  let user: User;
  beforeAll(async () => {
    [browser, user] = await Promise.all([startGalleryBrowser(), newUser()]);
    for (const { name, mimeType, buffer } of [CANYON, ALPS]) await finished(user, await upload(user, name, mimeType, buffer));
  }, 120_000);
  afterEach(async () => browser.leave());
  afterAll(async () => browser?.stop());

  // holds: promise.command.local
  test('an upload shows its progress, and becomes a picture with a source for each format', async () => {
    const { page, network, complaints } = await browser.visit(user);
    const boats = jpeg('boats.jpg', photo);
    expect(await page.evaluate('origin')).toBe(ORIGIN);
    expect(new URL(deployment.outputs.ApiUrl).origin).not.toBe(ORIGIN);

    await network.slow(300_000);
    await choose(page, boats);
    const seen = new Set<number>();
    await poll('several values of the progress bar', async () => seen.add(await percent(barOf(page, boats))).size >= 4, { everyMs: 20 });
    expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
    expect(Math.max(...seen)).toBeLessThan(100);
    await network.restore();

    await picture(page, boats).waitFor();
    const image = picture(page, boats).locator('img');
    expect(await image.evaluate(element => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    expect(await image.getAttribute('srcset')).toMatch(/^http\S+ 480w, http\S+ 1024w$/);
    expect(await picture(page, boats).locator('source').getAttribute('type')).toBe('image/webp');
    expect(complaints).toEqual([]);
  });

  test('a reload keeps the session, renews a token that has ended once, and shows each picture blurred before its first byte', async () => {
    const { page, complaints } = await browser.visit(user);
    // A call that the first page still makes would renew the token itself.
    await page.waitForLoadState('networkidle');
    await expireTokens(page);
    const renewals: string[] = [];
    page.on('request', request => {
      if (request.method() === 'POST' && request.url().endsWith('/auth/refresh')) renewals.push(request.url());
    });
    let release = () => {};
    const released = new Promise<void>(resolve => { release = resolve; });
    await page.route(`**/${deployment.outputs.OutputBucketName}/**`, async route => {
      await released;
      await route.continue();
    });

    await page.reload();
    const stage = card(page, CANYON).locator('.stage');
    await poll('the blurred preview', async () => stage.evaluate(element => getComputedStyle(element).backgroundImage.startsWith('url("data:image/png;')));
    expect(await picture(page, CANYON).count()).toBe(0);
    release();
    await picture(page, CANYON).waitFor();
    expect(renewals).toHaveLength(1);
    expect((await storedTokens(page))!.expiresAt).toBeGreaterThan(Date.now());
    expect(complaints).toEqual([]);
  });

  test('an upload that is cancelled in the middle ends at once, and leaves no picture', async () => {
    const { page, network, complaints } = await browser.visit(user);
    const boats = jpeg('never to arrive.jpg', photo);
    await network.slow(40_000);
    const ended = page.waitForEvent('requestfailed', request => request.method() === 'PUT');
    await choose(page, boats);
    await untilMoving(page, boats);
    await page.getByRole('button', { name: `Cancel ${boats.name}` }).click();
    expect((await ended).failure()?.errorText).toBe('net::ERR_ABORTED');
    expect(await card(page, boats).count()).toBe(0);
    await page.getByText(`${boats.name}: upload cancelled.`).waitFor({ state: 'attached' });
    const { body } = await call('GET', '/images', { token: user.idToken });
    expect(body.items[0]).toMatchObject({ filename: boats.name, status: 'pending' });
    expect(complaints).toEqual([]);
  });

  test('a file that is refused says why in words, by its content, its type or its length', async () => {
    const { page } = await browser.visit(user);
    const reasons: Array<[file: Chosen, words: string]> = [
      [jpeg('half.jpg', truncated(photo)), 'The file is damaged or incomplete.'],
      [{ name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }, 'This kind of file cannot be used: JPEG, PNG, WebP, GIF, AVIF and TIFF can.'],
      [jpeg('nothing.jpg', Buffer.alloc(0)), 'The file is empty.'],
    ];
    await drop(page, ...reasons.map(([file]) => file));
    for (const [file, words] of reasons) {
      await card(page, file).getByText(words).waitFor();
      await card(page, file).getByRole('button', { name: `Remove ${file.name}` }).click();
      await card(page, file).waitFor({ state: 'detached' });
    }
  });

  test('an upload whose network is cut says so, and goes on by itself when it is back', async () => {
    const { page, network } = await browser.visit(user);
    const boats = jpeg('in two parts.jpg', photo);
    await network.slow(40_000);
    await choose(page, boats);
    await untilMoving(page, boats);
    await network.cut();
    await page.getByText('You are offline.').waitFor();
    await card(page, boats).getByText('No connection to the server.').waitFor();
    expect(await page.getByRole('button', { name: `Try again ${boats.name}` }).count()).toBe(1);
    await network.restore();
    await picture(page, boats).waitFor();
    expect(await page.getByText('You are offline.').isVisible()).toBe(false);
  });

  test('a long list comes in parts, and a picture is deleted for good after a question', async () => {
    const { page, complaints } = await browser.visit(user);
    await page.route('**/images?limit=*', async route => route.continue({ url: route.request().url().replace(/limit=\d+/, 'limit=1') }));
    await page.reload();
    let parts = 1;
    await poll('the last part', async () => {
      if (await card(page, CANYON).count() > 0) return true;
      const more = page.locator('#more:not([aria-busy=true])');
      if (!await more.isVisible()) return false;
      await more.click();
      parts++;
      return false;
    });
    expect(parts).toBeGreaterThan(1);
    expect(await card(page, ALPS).count()).toBe(1);

    const remove = page.getByRole('button', { name: `Delete ${CANYON.name}` });
    await remove.click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await card(page, CANYON).count()).toBe(1);
    await remove.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await card(page, CANYON).waitFor({ state: 'detached' });
    const { body } = await call('GET', '/images', { token: user.idToken });
    expect(body.items.map(({ filename }: { filename: string }) => filename)).not.toContain(CANYON.name);
    expect(complaints).toEqual([]);
  });
});
