import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_FORMATS, Gravity, GRAVITIES, IMAGE_FORMATS, ImageWatermarkSettings, WatermarkSettings } from '../../../../src/contract/image-settings';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { Triple } from '../imaging/support/colour';
import { distance, Pixels, pixelsOf } from '../imaging/support/pixels';
import { processImage, settingsOf, sizeOf, TEXT_WATERMARK } from '../imaging/support/process-image';
import { plain } from '../imaging/support/samples';

/**
 * What a watermark should look like, computed only from its options, without the pipeline's code: its position, its size
 * and its opacity. The pipeline's renditions are compared with that.
 */
const [WIDTH, HEIGHT] = [180, 120];
const OPACITIES = [0.25, 0.5, 1];
const SCALES = [0.1, 0.3, 0.8];
const MARGIN = 0.05;
const EDGE = 6;
const GREY = 96;

const folder = mkdtempSync(join(tmpdir(), 'golden-'));
/** Red grows to the right, green downwards: rotating, mirroring or cropping the watermark changes this, scaling does not. */
const inLogo = (right: number, down: number): Triple => [40 + 180 * right, 40 + 180 * down, 200];
beforeAll(async () => {
  const pixels = Array.from({ length: 160 * 80 }, (_, at) => inLogo(((at % 160) + 0.5) / 160, (Math.floor(at / 160) + 0.5) / 80));
  writeFileSync(join(folder, 'watermark-image'), await sharp(Buffer.from(pixels.flat()), { raw: { width: 160, height: 80, channels: 3 } }).png().toBuffer());
});
afterAll(() => rmSync(folder, { recursive: true }));

const LOGO: ImageWatermarkSettings = {
  kind: 'image', file: 'watermark-image', sha256: '', position: 'center', tile: false, opacity: 1, scale: 0.3, margin: MARGIN,
};

async function shown(watermark: WatermarkSettings, format: (typeof IMAGE_FORMATS)[number] = 'png', grey = GREY): Promise<Pixels> {
  const original = await plain(WIDTH, HEIGHT, `rgb(${grey}, ${grey}, ${grey})`);
  const settings = {
    ...settingsOf([sizeOf('s', { width: WIDTH, watermark: true })], [], watermark),
    formats: [format === 'png' ? DEFAULT_FORMATS.png : { ...DEFAULT_FORMATS[format], quality: 95 }],
  };
  return pixelsOf((await processImage(original, settings, 'image/png', folder)).bytes('s', format));
}

/** Upper left corners of the watermark, as its options define them. */
function cornersOf(width: number, height: number, position: Gravity, tile: boolean): { left: number; top: number }[] {
  if (tile) {
    const [columns, rows] = [Math.ceil(WIDTH / (width + EDGE)), Math.ceil(HEIGHT / (height + EDGE))];
    return Array.from({ length: columns * rows }, (_, at) =>
      ({ left: (at % columns) * (width + EDGE), top: Math.floor(at / columns) * (height + EDGE) }));
  }
  const along = (free: number, low: boolean, high: boolean) => (low ? EDGE : high ? free - EDGE : Math.round(free / 2));
  return [{
    left: along(WIDTH - width, position.includes('west'), position.includes('east')),
    top: along(HEIGHT - height, position.includes('north'), position.includes('south')),
  }];
}

type Cover = (left: number, top: number) => { readonly colour: readonly number[]; readonly opacity: number } | undefined;

/** A grey image with watermarks: each pixel by the definition of opacity. */
function expected(width: number, height: number, watermark: WatermarkSettings, cover: Cover): Pixels {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3, GREY);
  for (const corner of cornersOf(width, height, watermark.position, watermark.tile)) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [left, top] = [corner.left + x, corner.top + y];
        const ink = left < WIDTH && top < HEIGHT ? cover(x, y) : undefined;
        if (!ink) continue;
        const mixed = ink.colour.map(value => Math.round(GREY + (value - GREY) * ink.opacity));
        data.set(mixed, (top * WIDTH + left) * 3);
      }
    }
  }
  return { data, width: WIDTH, height: HEIGHT, channels: 3 };
}

const CASES = SCALES.flatMap(scale => OPACITIES.flatMap(opacity => [
  ...GRAVITIES.map(position => ({ scale, opacity, position, tile: false })),
  { scale, opacity, position: 'center' as const, tile: true },
]));

describe.each(SCALES)('an image of scale %p', scale => {
  const width = Math.round(Math.min(WIDTH * scale, WIDTH - 2 * EDGE));
  const height = Math.round(width / 2);

  test.each(CASES.filter(one => one.scale === scale))('has the position, opacity and size of its options: %p', async options => {
    const watermark = { ...LOGO, ...options };
    const golden = expected(width, height, watermark, (x, y) =>
      ({ colour: inLogo((x + 0.5) / width, (y + 0.5) / height), opacity: options.opacity }));
    const rendition = await shown(watermark);
    expect(distance(golden, rendition)).toBeLessThan(0.5);
    // Only the outermost pixels of the watermark may differ: their neighbours are beyond its edge.
    expect(unlike(golden, rendition, 5)).toBeLessThan(0.05);
  });
});

/** Share of the pixels that differ by more than `threshold` in a channel. */
function unlike(a: Pixels, b: Pixels, threshold: number): number {
  let count = 0;
  for (let at = 0; at < a.data.length; at += 3) {
    if ([0, 1, 2].some(channel => Math.abs(a.data[at + channel] - b.data[at + channel]) > threshold)) count++;
  }
  return count / (a.data.length / 3);
}

/** How much of each pixel a text covers, measured with the opaque text on black and on white. */
async function inkOf(scale: number): Promise<{ width: number; height: number; cover: (opacity: number) => Cover; share: number }> {
  const solid = { ...TEXT_WATERMARK, scale, margin: MARGIN, opacity: 1, position: 'north-west' as const };
  const [black, white] = await Promise.all([shown(solid, 'png', 0), shown(solid, 'png', 255)]);
  const width = Math.round(Math.min(WIDTH * scale, WIDTH - 2 * EDGE));
  // Pixels that are the same on black and on white are fully covered.
  const coverage = Array.from({ length: WIDTH * HEIGHT }, (_, at) => 1 - (white.data[at * 3] - black.data[at * 3]) / 255);
  const rows = Array.from({ length: HEIGHT }, (_, y) => y).filter(y => coverage.slice(y * WIDTH, (y + 1) * WIDTH).some(share => share > 0));
  const height = rows.at(-1)! - EDGE + 1;
  const ink = (x: number, y: number) => {
    const at = (y + EDGE) * WIDTH + x + EDGE;
    return { share: coverage[at], colour: coverage[at] > 0 ? black.data[at * 3] / coverage[at] : 0 };
  };
  return {
    width,
    height,
    cover: opacity => (x, y) => {
      const { share, colour } = ink(x, y);
      return { colour: [colour, colour, colour], opacity: share * opacity };
    },
    share: coverage.reduce((sum, share) => sum + share, 0) / (width * height),
  };
}

describe.each(SCALES)('a text of scale %p', scale => {
  let ink: Awaited<ReturnType<typeof inkOf>>;
  beforeAll(async () => { ink = await inkOf(scale); });

  test('covers as much of its box as its letters do', () => {
    // Of "© Example" in Noto Sans with its shadow: more if pixels are large relative to the letters.
    expect(ink.share).toBeGreaterThan(0.15);
    expect(ink.share).toBeLessThan(0.5);
    expect(ink.width / ink.height).toBeGreaterThan(3.5);
    expect(ink.width / ink.height).toBeLessThan(6.5);
  });

  test.each(CASES.filter(one => one.scale === scale))('has the position, opacity and size of its options: %p', async options => {
    const watermark = { ...TEXT_WATERMARK, margin: MARGIN, ...options };
    const golden = expected(ink.width, ink.height, watermark, ink.cover(options.opacity));
    const rendition = await shown(watermark);
    expect(distance(golden, rendition)).toBeLessThan(0.5);
    expect(unlike(golden, rendition, 4)).toBeLessThan(0.01);
  });
});

describe.each(['webp', 'jpeg', 'avif'] as const)('in %s', format => {
  test.each([LOGO, { ...TEXT_WATERMARK, margin: MARGIN }])('a $kind looks as it does in PNG', async base => {
    const [corner, solid] = [{ position: 'north-west' }, { position: 'south-east', opacity: 1 }] as const;
    for (const options of [corner, solid, { tile: true }, { tile: true, rotation: -30 }]) {
      const watermark = { ...base, ...options };
      // Chroma has half the resolution, which only strong colours show.
      expect(distance(await shown(watermark), await shown(watermark, format))).toBeLessThan(5);
    }
  });
});
