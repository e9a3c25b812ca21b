import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { source as axe } from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { finished, newUser, upload, User } from './backend';
import { describeInChromium, GalleryBrowser, startGalleryBrowser } from './browser/gallery';
import { photograph, truncated } from './pictures';
import { localFolder } from '../local-aws/settings';

const FOLDER = join(localFolder, 'screenshots');
const PHOTOGRAPHS = ['french-alpine-landscape', 'allium-oreophilum', 'nagasaki-boats'];

const SCREENS = [
  { screen: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { screen: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { screen: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** Keeps a picture of each screen for people to look at, and holds it to its width and to what a machine can check of accessibility. */
async function judge(page: Page, title: string): Promise<void> {
  await page.evaluate(axe);
  for (const { screen, colorScheme, viewport } of SCREENS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(FOLDER, `${title}-${screen}.png`), fullPage: true });
    const { violations } = await page.evaluate('axe.run()') as AxeResults;
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    const faults = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    expect({ title, screen, faults, isTooWide }).toEqual({ title, screen, faults: [], isTooWide: false });
  }
}

describeInChromium('in light, in the dark and on a phone, accessible and within their width are', () => {
  let browser: GalleryBrowser;
  let user: User;
  beforeAll(async () => {
    [browser, user] = await Promise.all([startGalleryBrowser(), newUser(), mkdir(FOLDER, { recursive: true })]);
    const files: Array<[name: string, bytes: Buffer]> = [
      ['half of it.jpg', truncated(photograph('acanthus-mollis'))],
      ...PHOTOGRAPHS.map((name): [string, Buffer] => [`${name}.jpg`, photograph(name)]),
    ];
    const ids: string[] = [];
    // One after the other: their order is the grid's.
    for (const [name, bytes] of files) ids.push(await upload(user, name, 'image/jpeg', bytes));
    for (const id of ids) await finished(user, id);
  }, 120_000);
  afterEach(async () => browser.leave());
  afterAll(async () => browser?.stop());

  test('the sign-in and the sign-up', async () => {
    const { page, complaints } = await browser.visit();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await judge(page, 'sign-in');
    await page.getByRole('button', { name: 'Create an account' }).click();
    await judge(page, 'sign-up');
    expect(complaints).toEqual([]);
  });

  test('the pictures with one on its way and one refused, the question and the viewer', async () => {
    const { page, network, complaints } = await browser.visit(user);
    const pictures = page.getByRole('button', { name: /^Open / });
    await pictures.nth(PHOTOGRAPHS.length - 1).waitFor();
    await network.slow(20_000);
    const canyon = { name: 'a canyon with a rather long name.jpg', mimeType: 'image/jpeg', buffer: photograph('black-canyon') };
    await page.getByLabel('Choose pictures').setInputFiles(canyon);
    await page.getByText(/Uploading [1-9]/).waitFor();
    await judge(page, 'pictures');
    await page.getByRole('button', { name: 'Delete nagasaki-boats.jpg' }).click();
    await judge(page, 'question');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await pictures.last().click();
    await page.getByRole('dialog').getByRole('img', { name: 'french-alpine-landscape.jpg' }).waitFor();
    await judge(page, 'viewer');
    expect(complaints).toEqual([]);
  });
});
