import type { Page } from 'playwright-core';
import { call, deployment, newAddress, newPassword, newUser } from './backend';
import { describeInChromium, expireTokens, GalleryBrowser, ORIGIN, startGalleryBrowser, storedTokens } from './browser/gallery';
import { photograph } from './pictures';
import { readCode, readMails } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true }).locator('visible=true');
const press = async (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const pictures = (page: Page) => page.getByRole('heading', { name: 'Your pictures' });
/** What has the keyboard, by what it says, else by its name. */
const focused = async (page: Page) => page.evaluate(() => {
  const { ariaLabel, innerText, id, name } = document.activeElement as HTMLInputElement;
  return ariaLabel || innerText || id || name;
});

async function mailedCode(email: string, count: number): Promise<string> {
  await poll(`mail ${count} to ${email}`, async () => (await readMails(deployment.endpoint, email)).length >= count);
  return (await readCode(deployment.endpoint, email))!;
}

describeInChromium('a visitor of the gallery', () => {
  let browser: GalleryBrowser;
  beforeAll(async () => {
    browser = await startGalleryBrowser();
  }, 60_000);
  afterEach(async () => browser.leave());
  afterAll(async () => browser?.stop());

  test('makes an account, is told beside each field what is wrong with it, and signs out', async () => {
    const { page } = await browser.visit();
    const [email, password] = [newAddress(), newPassword()];
    await press(page, 'Create an account');
    await field(page, 'E-mail address').fill(email);
    await field(page, 'Password').fill('weak');
    await press(page, 'Create account');
    await page.locator('.error', { hasText: 'Should be at least 8 characters long' }).waitFor();
    expect(await field(page, 'Password').getAttribute('aria-invalid')).toBe('true');
    await field(page, 'Password').fill(password);
    await press(page, 'Create account');

    await page.locator('#hint', { hasText: 'A code is on its way to' }).waitFor();
    await field(page, 'Code from the mail').fill('000000');
    await press(page, 'Confirm');
    await page.locator('.error').waitFor();
    await field(page, 'Code from the mail').fill(await mailedCode(email, 1));
    await press(page, 'Confirm');
    await pictures(page).waitFor();
    await page.getByText('No pictures yet.').waitFor();

    const { refreshToken } = (await storedTokens(page))!;
    const signedOut = page.waitForResponse(response => response.url().endsWith('/auth/signout') && response.request().method() === 'POST');
    await press(page, 'Sign out');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await storedTokens(page)).toBeNull();
    expect((await signedOut).status()).toBe(204);
    expect((await call('POST', '/auth/refresh', { body: { refresh_token: refreshToken } })).status).toBe(401);
  });

  test('who forgot the password sets a new one with a mailed code, and is in', async () => {
    const { email } = await newUser();
    const { page, complaints } = await browser.visit();
    await field(page, 'E-mail address').fill(email);
    await press(page, 'Forgot the password?');
    expect(await field(page, 'E-mail address').inputValue()).toBe(email);
    await press(page, 'Mail me a code');
    await page.locator('#hint', { hasText: 'If the address has an account' }).waitFor();
    await field(page, 'Code from the mail').fill(await mailedCode(email, 2));
    await field(page, 'New password').fill(newPassword());
    await press(page, 'Set password');
    await pictures(page).waitFor();
    expect(complaints).toEqual([]);
  });

  test('signs in and uploads with the keyboard alone', async () => {
    const { email, password } = await newUser();
    const { page, complaints } = await browser.visit();
    const { keyboard } = page;
    // Set early enough that Chromium opens no file dialog.
    const dialog = page.waitForEvent('filechooser');
    await poll('the first field to have the keyboard', async () => await focused(page) === 'email');
    await keyboard.type(email);
    await keyboard.press('Tab');
    await keyboard.type(password);
    await keyboard.press('Enter');
    await pictures(page).waitFor();
    expect(await focused(page)).toBe('Your pictures');

    await keyboard.press('Tab');
    expect(await focused(page)).toBe('files');
    await keyboard.press('Enter');
    await (await dialog).setFiles({ name: 'plane.jpg', mimeType: 'image/jpeg', buffer: photograph('airplane-from-above') });
    await page.getByRole('button', { name: 'Open plane.jpg' }).waitFor();
    await page.getByText('plane.jpg is ready.').waitFor({ state: 'attached' });

    await keyboard.press('Tab');
    expect(await focused(page)).toBe('Open plane.jpg');
    await keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('img', { name: 'plane.jpg' }).waitFor();
    expect(await focused(page)).toBe('Close');
    await keyboard.press('Escape');
    expect(await focused(page)).toBe('Open plane.jpg');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    expect(await focused(page)).toBe('Keep it');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await page.getByText('No pictures yet.').waitFor();
    expect(await focused(page)).toBe('files');
    expect(complaints).toEqual([]);
  });

  test('is told when the session has ended at the server, and in another tab', async () => {
    const user = await newUser();
    const { page } = await browser.visit(user);
    await pictures(page).waitFor();
    const other = await page.context().newPage();
    await other.goto(ORIGIN);
    await pictures(other).waitFor();

    await call('POST', '/auth/signout', { body: { refresh_token: user.refreshToken } });
    await expireTokens(page);
    await page.reload();
    for (const tab of [page, other]) {
      await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
      await tab.getByText('Your session has ended: sign in again.').waitFor();
    }
  });

  test('is told that address and password do not fit, whichever it is', async () => {
    const { page } = await browser.visit();
    await field(page, 'E-mail address').fill(newAddress());
    await field(page, 'Password').fill(newPassword());
    await press(page, 'Sign in');
    await page.getByRole('alert').filter({ hasText: 'Address and password do not fit' }).waitFor();
  });
});
