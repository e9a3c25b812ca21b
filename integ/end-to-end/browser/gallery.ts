import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium, MISSING } from './chromium';
import { Network } from './network';
import { Relay, startRelay } from './relay';
import { startGallery } from '../../gallery/server';
import { deployment, User } from '../backend';
import { ALLOWED_ORIGINS } from '../origins';

/** The page's origin: one that the deployment allows, and not the API's. The browser finds it on a free port. */
export const ORIGIN = ALLOWED_ORIGINS[2];
/** Where the page keeps the tokens. */
const STORAGE_KEY = `gallery ${deployment.outputs?.ApiUrl}`;

export interface Visit {
  readonly page: Page;
  readonly network: Network;
  /** What the browser complained of; a failed request is among it. */
  readonly complaints: readonly string[];
}

export interface GalleryBrowser {
  /** Opens the page as a new visitor, or as a user who signed in before. */
  visit(user?: User, options?: BrowserContextOptions): Promise<Visit>;
  /** Closes every page. */
  leave(): Promise<void>;
  stop(): Promise<void>;
}

/** `describe` where a browser is installed; else a skipped one, which says how to get a browser. */
export function describeInChromium(title: string, tests: () => void): void {
  // Not by console: Jest keeps what a skipped file says there to itself.
  if (!findChromium()) process.stderr.write(`${MISSING}\n`);
  (findChromium() ? describe : describe.skip)(title, tests);
}

/** Starts Chromium and the gallery, connected to the deployed backend. */
export async function startGalleryBrowser(): Promise<GalleryBrowser> {
  const backend = new URL(deployment.outputs.ApiUrl);
  const [gallery, relay] = await Promise.all([startGallery(), startRelay(backend)]);
  await gallery.connect({ apiUrl: backend.href, mailUrl: `${deployment.endpoint}/_ministack/ses/messages` });
  const browser = await launchChromium({ [new URL(ORIGIN).host]: new URL(gallery.origin).host, [backend.host]: relay.host });
  return {
    visit: async (user, options) => visit(browser, relay, user, options),
    leave: async () => {
      await Promise.all(browser.contexts().map(async context => context.close()));
    },
    stop: async () => {
      await browser.close();
      await Promise.all([gallery.stop(), relay.stop()]);
    },
  };
}

async function visit(browser: Browser, relay: Relay, user?: User, options: BrowserContextOptions = {}): Promise<Visit> {
  const localStorage = user ? [{ name: STORAGE_KEY, value: JSON.stringify(tokensOf(user)) }] : [];
  const context = await browser.newContext({ storageState: { cookies: [], origins: [{ origin: ORIGIN, localStorage }] }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  await page.goto(ORIGIN);
  return { page, network: await Network.of(page, relay), complaints };
}

interface StoredTokens {
  readonly refreshToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The page's stored session, or null if no user is signed in. */
export async function storedTokens(page: Page): Promise<StoredTokens | null> {
  return JSON.parse(await page.evaluate(key => localStorage.getItem(key), STORAGE_KEY) ?? 'null') as StoredTokens | null;
}

/** Lets the page believe that its tokens have ended. */
export async function expireTokens(page: Page): Promise<void> {
  const expired = JSON.stringify({ ...await storedTokens(page), expiresAt: Date.now() - 1_000 });
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [STORAGE_KEY, expired]);
}

function tokensOf({ idToken, accessToken, refreshToken }: User) {
  return { idToken, accessToken, refreshToken, expiresAt: Date.now() + 3_600_000 };
}
