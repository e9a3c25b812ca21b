import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type * as Package from 'image-management-client' with { 'resolution-mode': 'import' };
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { deployment, newUser } from './backend';
import { launchChromium } from './browser/chromium';
import { describeInChromium, ORIGIN } from './browser/gallery';
import { animation, translucent, uprightPortrait } from './pictures';

declare global {
  /** In the page: the package, and what a test leaves there. */
  var client: typeof Package;
}

/** What the page may be given: Playwright carries plain data. */
interface Picture {
  readonly type: string;
  readonly bytes: number[];
}

describeInChromium('the client in a browser', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: "import * as client from 'image-management-client'; globalThis.client = client;", resolveDir: __dirname },
      bundle: true,
      format: 'iife',
      platform: 'browser',
      write: false,
    });
    // Nothing but an origin: the script is put into the page from here.
    server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>App</title>'));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium({ [new URL(ORIGIN).host]: `127.0.0.1:${(server.address() as AddressInfo).port}` });
    page = await browser.newPage();
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(ORIGIN);
    await page.addScriptTag({ content: outputFiles[0].text });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });

  /** What shrinkImage makes of a picture for a bound of 300 x 400 pixels. */
  async function shrunk(type: string, picture: Buffer) {
    return page.evaluate(async ({ type: mediaType, bytes }: Picture) => {
      const file = new File([new Uint8Array(bytes)], 'photo', { type: mediaType });
      const small = await globalThis.client.shrinkImage(file, { maxWidth: 300, maxHeight: 400 });
      return { same: small === file, name: (small as File).name, type: small.type, bytes: [...new Uint8Array(await small.arrayBuffer())] };
    }, { type, bytes: [...picture] });
  }

  test('shrinkImage turns a photograph upright, and keeps its name and type', async () => {
    const { name, type, bytes } = await shrunk('image/jpeg', await uprightPortrait(6));
    expect([name, type]).toEqual(['photo', 'image/jpeg']);
    const small = sharp(Buffer.from(bytes));
    expect(await small.metadata()).toMatchObject({ format: 'jpeg', width: 300, height: 400 });
    const half = async (left: number) => small.clone().extract({ left, top: 0, width: 150, height: 400 }).resize(1, 1).raw().toBuffer();
    const halves = await Promise.all([half(0), half(150)]);
    expect(halves.map(([red, , blue]) => (red > blue ? 'red' : 'blue'))).toEqual(['red', 'blue']);
    expect((await small.metadata()).orientation ?? 1).toBe(1);
  });

  test('shrinkImage keeps transparency', async () => {
    const { type, bytes } = await shrunk('image/png', await translucent(600, 400));
    const { channels } = await sharp(Buffer.from(bytes)).stats();
    expect([type, channels.length, Math.round(channels[3].mean)]).toEqual(['image/png', 4, 128]);
  });

  test.each([
    ['within the bounds', 'image/png', async () => translucent(300, 400)],
    ['that is animated', 'image/gif', async () => animation(600, 800)],
    ['that is damaged', 'image/jpeg', async () => Buffer.from('no picture')],
  ])('shrinkImage gives back a file %s as it is', async (_title, type, picture) => {
    expect((await shrunk(type, await picture())).same).toBe(true);
  });

  // holds: promise.client
  test('from a foreign origin, a smaller picture goes up with its SHA-256, and is shown by its sources', async () => {
    const { email, password } = await newUser();
    const grants: unknown[] = [];
    page.on('request', request => request.method() === 'POST' && request.url().endsWith('/upload') && grants.push(request.postDataJSON()));
    const shown = await page.evaluate(async ({ baseUrl, account, bytes }) => {
      const client = new globalThis.client.ImageManagementClient({ baseUrl });
      await client.auth.signIn(account);
      const percents: number[] = [];
      const upload = await client.images.upload(new File([new Uint8Array(bytes)], 'photo.jpg', { type: 'image/jpeg' }), {
        beforeUpload: async file => globalThis.client.shrinkImage(file as File, { maxWidth: 300 }),
        onProgress: ({ percent }) => percents.push(percent),
      });
      const image = await upload.ready({ timeout: 60_000 });
      const { sources, img } = await client.images.pictureSources(image);
      const [picture, element] = [document.createElement('picture'), document.createElement('img')];
      for (const source of sources) picture.append(Object.assign(document.createElement('source'), source));
      picture.append(Object.assign(element, img));
      document.body.append(picture);
      await element.decode();
      const { naturalWidth, naturalHeight, currentSrc } = element;
      return {
        percents,
        width: image.width,
        // Its natural size counts in pixels of the page, by `sizes`: the proportions are the picture's own.
        proportions: naturalWidth / naturalHeight,
        isWebp: currentSrc.includes('webp'),
        preview: globalThis.client.placeholderUrl(image.placeholder),
      };
    }, { baseUrl: deployment.outputs.ApiUrl, account: { email, password }, bytes: [...await uprightPortrait(6)] });
    expect(shown).toMatchObject({ width: 300, proportions: expect.closeTo(3 / 4), isWebp: true, preview: expect.stringMatching(/^data:image\/png/) });
    expect([shown.percents[0], shown.percents.at(-1)]).toEqual([0, 100]);
    expect(grants).toEqual([expect.objectContaining({ filename: 'photo.jpg', checksum_sha256: expect.any(String) })]);
    expect(complaints).toEqual([]);
  }, 120_000);
});
