import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GRAVITIES, IMAGE_FORMATS, ImageWatermarkSettings, WatermarkSettings } from '../../../../src/contract/image-settings';
import { WatermarkTask } from '../../../../src/contract/workflow';
import { ObjectReader, ObjectWriter } from '../../../pipeline/imaging/objects';
import { packRaster, rasterOf } from '../../../pipeline/imaging/raster';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { OverlayCache } from '../../../pipeline/watermark/overlay';
import { watermarkImage } from '../../../pipeline/watermark/watermark-image';
import { MemoryObjects } from '../imaging/support/memory-objects';
import { changedBox, distance, pixelAt, pixelsOf } from '../imaging/support/pixels';
import { FONT, processImage, settingsOf, sizeOf, TEXT_WATERMARK, UPLOAD } from '../imaging/support/process-image';
import { animation, plain } from '../imaging/support/samples';

const folder = mkdtempSync(join(tmpdir(), 'watermark-'));
beforeAll(async () => writeFileSync(join(folder, 'watermark-image'), await plain(100, 50, '#00ff00')));
afterAll(() => rmSync(folder, { recursive: true }));

const LOGO: ImageWatermarkSettings = {
  kind: 'image', file: 'watermark-image', sha256: '', position: 'south-east', tile: false, opacity: 1, scale: 0.2, margin: 0.1,
};
const size = sizeOf('s', { width: 400, watermark: true });

/** Watermarks one image, losslessly. */
async function drawOn(image: Buffer, watermark: WatermarkSettings) {
  const objects = new MemoryObjects();
  const { bytes, pixels } = await packRaster(await rasterOf(sharp(image)));
  await objects.put('work', bytes, '');
  const settings = settingsOf([size], ['png'], watermark);
  const task: WatermarkTask = { sizes: [{ size: 's', key: 'work', pixels }] };
  const overlays = new OverlayCache(watermark, folder, FONT);
  const { renditions } = await watermarkImage({ upload: UPLOAD, task }, objects, objects, settings, overlays);
  const [before, after] = [await pixelsOf(image), await pixelsOf(objects.bytesOf(renditions[0].key))];
  return { before, after, box: changedBox(before, after) };
}

// holds: promise.pictures
describe('an image watermark', () => {
  const edges = { west: [20, 100], center: [160, 240], east: [300, 380] } as const;
  const rows = { north: [20, 60], center: [80, 120], south: [140, 180] } as const;

  test.each(GRAVITIES)('lies at %s, at the margin from the edges', async position => {
    const { box, after } = await drawOn(await plain(400, 200, '#808080'), { ...LOGO, position });
    const [left, right] = edges[position.endsWith('west') ? 'west' : position.endsWith('east') ? 'east' : 'center'];
    const [top, bottom] = rows[position.startsWith('north') ? 'north' : position.startsWith('south') ? 'south' : 'center'];
    expect(box).toEqual({ left, top, right: right - 1, bottom: bottom - 1 });
    expect(pixelAt(after, left + 10, top + 10)).toEqual([0, 255, 0]);
  });

  test.each([[0.1, 39], [0.5, 199], [0.9, 319]])('of scale %p is as wide as its share, within the margins', async (scale, width) => {
    const { box } = await drawOn(await plain(400, 200, '#808080'), { ...LOGO, scale });
    expect(box!.right - box!.left).toBe(width);
  });

  test.each([[0, 128], [0.25, 96], [0.5, 64], [1, 0]])('of opacity %p lets through the rest', async (opacity, red) => {
    const { after } = await drawOn(await plain(400, 200, '#808080'), { ...LOGO, position: 'center', opacity });
    expect(Math.abs(pixelAt(after, 200, 100)[0] - red)).toBeLessThanOrEqual(1);
  });

  test('repeats over the whole rendition as a tile', async () => {
    const { after, box } = await drawOn(await plain(400, 200, '#808080'), { ...LOGO, tile: true });
    // Tiles of 80x40 with gaps of 20.
    expect(box).toEqual({ left: 0, top: 0, right: 379, bottom: 199 });
    for (const [left, top] of [[0, 0], [100, 0], [300, 180], [379, 199]]) expect(pixelAt(after, left, top)).toEqual([0, 255, 0]);
    for (const [left, top] of [[90, 0], [0, 50], [390, 190]]) expect(pixelAt(after, left, top)).toEqual([128, 128, 128]);
  });

  test.each([-180, -30, 45, 90])('repeats over a rendition along lines turned by %p degrees', async rotation => {
    const { after } = await drawOn(await plain(400, 200, '#808080'), { ...LOGO, tile: true, rotation });
    const [sin, cos] = [Math.sin, Math.cos].map(of => of((rotation * Math.PI) / 180));
    // From the middle of the first tile, in steps of a tile and its gap along the turned axes; half a step is the gap.
    for (const [row, column] of [[0, 0], [1, 0], [0, 1], [-1, 1], [1, 1], [0, -1], [2, 3], [-2, 2]]) {
      for (const [half, colour] of [[0, [0, 255, 0]], [0.5, [128, 128, 128]]] as const) {
        const [x, y] = [(column + half) * 100, (row + half) * 60];
        const [left, top] = [Math.round(40 + x * cos - y * sin), Math.round(20 + x * sin + y * cos)];
        if (left >= 0 && top >= 0 && left < 400 && top < 200) expect(pixelAt(after, left, top)).toEqual(colour);
      }
    }
  });

  test('is drawn over transparent parts, which stay transparent around it', async () => {
    const { after } = await drawOn(await plain(400, 200, '#00000000', 4), { ...LOGO, position: 'center', opacity: 0.5 });
    expect(pixelAt(after, 200, 100)).toEqual([0, 255, 0, 128]);
    expect(pixelAt(after, 10, 10)[3]).toBe(0);
  });

  test('fails if its file is missing', async () => {
    const overlays = new OverlayCache({ ...LOGO, file: 'gone' }, folder);
    await expect(overlays.overlayFor({ width: 10, height: 10 })).rejects.toThrow('ENOENT');
  });
});

// holds: promise.pictures
describe('a text watermark', () => {
  test.each(GRAVITIES)('is drawn at %s only', async position => {
    const { box } = await drawOn(await plain(400, 300, '#404040'), { ...TEXT_WATERMARK, position });
    const third = (at: number, side: number) => Math.min(2, Math.floor((at / side) * 3));
    const [left, top] = [third((box!.left + box!.right) / 2, 400), third((box!.top + box!.bottom) / 2, 300)];
    expect(GRAVITIES[top * 3 + left]).toBe(position);
    expect(box!.right - box!.left).toBeGreaterThan(100);
    expect(box!.right - box!.left).toBeLessThanOrEqual(120);
  });

  test.each(['#000000', '#808080', '#ffffff'])('is visible on %s in any colour', async background => {
    for (const color of ['#ffffff', '#000000', '#808080']) {
      const { box } = await drawOn(await plain(400, 300, background), { ...TEXT_WATERMARK, color });
      expect(box).toBeDefined();
    }
  });

  // holds: threat.image.watermark-markup
  test('treats markup as text', async () => {
    const original = await plain(400, 300, '#404040');
    const [escaped, bold] = await Promise.all(['<b>Tom & "Jerry"</b>', 'Tom & "Jerry"'].map(text => drawOn(original, { ...TEXT_WATERMARK, text, scale: 0.8 })));
    expect(distance(escaped.after, bold.after)).toBeGreaterThan(0.5);
  });

  test('fails on characters that the font would draw as boxes', async () => {
    await expect(drawOn(await plain(400, 300, '#404040'), { ...TEXT_WATERMARK, text: '写真 ok' })).rejects.toThrow('characters that the shipped font lacks: 写 真');
  });

  test('fails without the font', async () => {
    await expect(new OverlayCache(TEXT_WATERMARK, folder).overlayFor({ width: 100, height: 100 })).rejects.toThrow('ENOENT');
  });

  test('has its own letters, wide and narrow: no boxes', async () => {
    const widths = await Promise.all(['iiiiii', 'WWWWWW'].map(async text => {
      const overlays = new OverlayCache({ ...TEXT_WATERMARK, text, scale: 1, margin: 0 }, folder, FONT);
      const { pixels } = await overlays.overlayFor({ width: 600, height: 600 });
      return pixels.width / pixels.height;
    }));
    expect(widths[1]).toBeGreaterThan(widths[0] * 2);
  });
});

describe('small renditions', () => {
  const shapes = [[1, 1], [2, 40], [40, 2], [16, 16], [40, 30], [1, 2000], [2000, 1]] as const;
  test.each(shapes)('of %ix%i take every watermark', async (width, height) => {
    for (const watermark of [TEXT_WATERMARK, LOGO]) {
      for (const tiling of [{ tile: false }, { tile: true }, { tile: true, rotation: 37 }]) {
        for (const margin of [0, 0.5]) {
          for (const scale of [0.01, 1]) {
            const { after } = await drawOn(await plain(width, height, '#404040'), { ...watermark, ...tiling, margin, scale });
            expect([after.width, after.height]).toEqual([width, height]);
          }
        }
      }
    }
  });
});

describe('the whole pipeline', () => {
  const sizes = [sizeOf('bare', { width: 200 }), sizeOf('marked', { width: 200, watermark: true })];

  // holds: promise.pictures
  test.each(IMAGE_FORMATS)('shows the watermark in the %s of the size that takes it, not of the other', async format => {
    const original = await plain(400, 300, '#404040');
    const processed = await processImage(original, settingsOf(sizes, [format], { ...TEXT_WATERMARK, opacity: 1 }));
    const expected = await pixelsOf(await sharp(original).resize(200).png().toBuffer());
    const [bare, marked] = await Promise.all(['bare', 'marked'].map(async name => pixelsOf(processed.bytes(name, format))));
    expect(changedBox(expected, bare, 12)).toBeUndefined();
    const box = changedBox(expected, marked, 60)!;
    expect(box.left > 100 && box.top > 100).toBe(true);
  });

  test('hands sizes with the same raster over as one file, and draws on it once', async () => {
    const same = ['a', 'b', 'c'].map(name => sizeOf(name, { width: 2000, watermark: name !== 'b' }));
    const { image, renditions, objects } = await processImage(await plain(400, 300, '#404040'), settingsOf(same, ['png'], TEXT_WATERMARK));
    const [a, c] = image!.watermark_tasks[0].sizes;
    expect([a.size, c.size, c.key]).toEqual(['a', 'c', a.key]);
    expect(objects.reads.filter(read => read.includes(a.key))).toHaveLength(1);
    const bytesOf = (name: string) => objects.bytesOf(renditions.find(rendition => rendition.size === name)!.key);
    expect(bytesOf('a').equals(bytesOf('c'))).toBe(true);
    expect(bytesOf('a').equals(bytesOf('b'))).toBe(false);
  });

  test('shows the watermark in every frame', async () => {
    const watermark = { ...TEXT_WATERMARK, scale: 1, opacity: 1, position: 'south' } as const;
    const moving = settingsOf([sizeOf('marked', { width: 64, watermark: true })], ['webp'], watermark);
    const still = settingsOf(moving.sizes, ['webp']);
    const original = await animation('gif', 4, 0);
    const [bare, marked] = await Promise.all([still, moving].map(async settings =>
      pixelsOf((await processImage(original, settings)).bytes('marked', 'webp'), true)));
    const frame = (shown: typeof bare, at: number) => ({
      ...shown, height: 64, data: shown.data.subarray(at * 64 * 64 * shown.channels, (at + 1) * 64 * 64 * shown.channels),
    });
    for (const at of [0, 1, 2, 3]) expect(changedBox(frame(bare, at), frame(marked, at), 60)!.top).toBeGreaterThan(40);
  });
});

describe('a watermark task', () => {
  const settings = settingsOf([size], ['png'], TEXT_WATERMARK);
  const run = (task: WatermarkTask, reader: ObjectReader = new MemoryObjects(), writer: ObjectWriter = new MemoryObjects()) =>
    watermarkImage({ upload: UPLOAD, task }, reader, writer, settings, new OverlayCache(TEXT_WATERMARK, folder, FONT));

  test('reports a deleted working file only after all its writes have ended', async () => {
    const reader = new MemoryObjects();
    const { bytes, pixels } = await packRaster(await rasterOf(sharp(await plain(40, 40, '#808080'))));
    await reader.put('work', bytes, '');
    let writing = 0;
    const writer = {
      put: async () => {
        writing += 1;
        await new Promise(resolve => setImmediate(resolve));
        writing -= 1;
      },
    };
    const put = jest.spyOn(writer, 'put');
    expect(await run({ sizes: [{ size: 's', key: 'work', pixels }, { size: 's', key: 'gone' }] }, reader, writer)).toEqual({ outcome: 'missing', renditions: [] });
    expect(put).toHaveBeenCalledTimes(1);
    expect(writing).toBe(0);
  });

  test('fails if a size is no longer configured, and lists those that are', async () => {
    await expect(run({ sizes: [{ size: 'old', key: 'work' }] })).rejects.toThrow("size 'old' is not one of s");
  });
});
