import sharp from 'sharp';
import { download, finished, newUser, upload, User } from './backend';
import { animation, photograph, plainGrey, translucent, uprightPortrait } from './pictures';

const SIZES = ['thumbnail', 'small', 'medium', 'large'];

let user: User;
beforeAll(async () => {
  user = await newUser();
}, 60_000);

interface WireRendition { size: string; format: string; width: number; height: number; bytes: number }

async function processed(filename: string, type: string, bytes: Buffer) {
  const imageId = await upload(user, filename, type, bytes);
  const record = await finished(user, imageId);
  expect(record).toMatchObject({ image_id: imageId, status: 'ready', filename });
  return record as { image_id: string; width: number; height: number; renditions: WireRendition[] } & Record<string, unknown>;
}

/** Largest difference of any channel between two points of a raw picture. */
async function spread(bytes: Buffer): Promise<number> {
  const { channels } = await sharp(bytes).stats();
  return Math.max(...channels.slice(0, 3).map(channel => channel.max - channel.min));
}

// holds: promise.backend
test('a photograph comes back in every size and format, as the record says', async () => {
  const record = await processed('black canyon ✓ 100%.jpg', 'image/jpeg', photograph('black-canyon'));
  expect(record).toMatchObject({ width: 1024, height: 750, content_type: 'image/jpeg', placeholder: expect.any(String) });
  expect(record.renditions.map(({ size, format }) => `${size}.${format}`).sort())
    .toEqual(SIZES.flatMap(size => [`${size}.jpeg`, `${size}.webp`]).sort());
  for (const { size, format, width, height, bytes } of record.renditions) {
    const rendition = await download(user, record.image_id, size, format);
    const metadata = await sharp(rendition.bytes).metadata();
    expect({ size, format: metadata.format, width: metadata.width, height: metadata.height, bytes: rendition.bytes.length })
      .toEqual({ size, format, width, height, bytes });
    expect(rendition.headers.get('content-type')).toBe(`image/${format}`);
    expect(rendition.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.iptc]).toEqual([undefined, undefined, undefined, undefined]);
  }
  const widths = Object.fromEntries(record.renditions.map(({ size, width }) => [size, width]));
  // Never enlarged: "large" is 1920 wide at most, and the photograph is 1024.
  expect(widths).toEqual({ thumbnail: 150, small: 480, medium: 1024, large: 1024 });
}, 120_000);

test('a portrait stored lying down comes back upright, without EXIF', async () => {
  const record = await processed('portrait.jpg', 'image/jpeg', await uprightPortrait(6));
  expect(record).toMatchObject({ width: 600, height: 800 });
  for (const format of ['jpeg', 'webp']) {
    const { bytes } = await download(user, record.image_id, 'small', format);
    const { width, height, orientation, exif } = await sharp(bytes).metadata();
    expect({ width, height, orientation: orientation ?? 1, exif }).toEqual({ width: 480, height: 640, orientation: 1, exif: undefined });
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const [left, right] = [60, 420].map(x => data.subarray((50 * 480 + x) * 3, (50 * 480 + x) * 3 + 3));
    expect(left[0]).toBeGreaterThan(200);
    expect(left[2]).toBeLessThan(60);
    expect(right[2]).toBeGreaterThan(200);
    expect(right[0]).toBeLessThan(60);
  }
}, 120_000);

// holds: promise.backend
test('the watermark shows in the sizes that have one, at the bottom right, and not in the thumbnail', async () => {
  const record = await processed('grey.png', 'image/png', await plainGrey(1600, 1200));
  for (const format of ['jpeg', 'webp']) {
    expect(await spread((await download(user, record.image_id, 'thumbnail', format)).bytes)).toBeLessThanOrEqual(3);
    for (const size of ['small', 'medium', 'large']) {
      const { bytes } = await download(user, record.image_id, size, format);
      const { width, height } = await sharp(bytes).metadata();
      const half = { width: Math.floor(width / 2), height: Math.floor(height / 2) };
      const quarter = (left: number, top: number) => sharp(bytes).extract({ left, top, ...half }).png().toBuffer();
      expect(await spread(await quarter(half.width, half.height))).toBeGreaterThan(40);
      expect(await spread(await quarter(0, 0))).toBeLessThanOrEqual(8);
    }
  }
}, 120_000);

test('an image with alpha keeps it: PNG stands in for JPEG', async () => {
  const record = await processed('glass.png', 'image/png', await translucent(500, 400));
  expect([...new Set(record.renditions.map(({ format }) => format))].sort()).toEqual(['png', 'webp']);
  for (const format of ['png', 'webp']) {
    const { data, info } = await sharp((await download(user, record.image_id, 'thumbnail', format)).bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    expect(Math.abs(data[3] - 128)).toBeLessThanOrEqual(3);
  }
}, 120_000);

// holds: promise.animations
test('an animated GIF moves in WebP, with its frames, delays and loop', async () => {
  const record = await processed('moving.gif', 'image/gif', await animation(320, 240));
  for (const size of ['thumbnail', 'small']) {
    const metadata = await sharp((await download(user, record.image_id, size, 'webp')).bytes, { animated: true }).metadata();
    expect({ pages: metadata.pages, delay: metadata.delay, loop: metadata.loop }).toEqual({ pages: 3, delay: [100, 200, 300], loop: 2 });
  }
}, 120_000);
