import type { Metadata } from 'sharp';
import { IMAGE_FORMATS } from '../../../../src/contract/image-settings';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { deltaE, profileOf, SPACES, toSrgb, Triple } from '../imaging/support/colour';
import { corpusFile, corpusNames, describeWithCorpus } from '../imaging/support/corpus';
import { makeProfile, readProfile, withProfile } from '../imaging/support/icc';
import { distance, largestDifference, Pixels, pixelAt, pixelsOf } from '../imaging/support/pixels';
import { processImage, settingsOf, sizeOf } from '../imaging/support/process-image';
import { gradient } from '../imaging/support/samples';

const shownBy = async (file: Buffer, width = 240): Promise<Pixels> =>
  pixelsOf((await processImage(file, settingsOf([sizeOf('small', { width })], ['png']))).bytes('small', 'png'));

/** Hues at three strengths, greys, and the corners of the space: 6 x 8 patches. */
const CHART: readonly Triple[] = [0.35, 0.65, 1].flatMap(strength => Array.from({ length: 12 }, (_, hue) =>
  [0, 120, 240].map(shift => 0.5 + 0.45 * strength * Math.cos(((hue * 30 - shift) * Math.PI) / 180)) as unknown as Triple))
  .concat([0, 0.1, 0.25, 0.5, 0.75, 1].map(grey => [grey, grey, grey]))
  .concat([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]);
const PATCH = 30;
const [WIDTH, HEIGHT] = [8 * PATCH, 6 * PATCH];

/** The chart as a PNG in a space: values of that space, and its profile. */
async function chart(space: keyof typeof SPACES, bits: 8 | 16): Promise<Buffer> {
  const values = Array.from({ length: WIDTH * HEIGHT }, (_, at) =>
    CHART[Math.floor(at / WIDTH / PATCH) * 8 + Math.floor((at % WIDTH) / PATCH)].map(value => Math.round(value * (2 ** bits - 1)))).flat();
  const data = bits === 16 ? Uint16Array.from(values) : Uint8Array.from(values);
  const png = await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).toColourspace(bits === 16 ? 'rgb16' : 'srgb').png().toBuffer();
  return withProfile(png, makeProfile(SPACES[space]));
}

/** CIEDE2000 of each patch's middle from what the space's definition says. */
function differences(shown: Pixels, space: keyof typeof SPACES): number[] {
  return CHART.map((colour, at) => {
    const [left, top] = [(at % 8) + 0.5, Math.floor(at / 8) + 0.5].map(tile => Math.floor((tile * PATCH * shown.width) / WIDTH));
    return deltaE(pixelAt(shown, left, top) as unknown as Triple, toSrgb(colour, profileOf(SPACES[space])));
  });
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(['Adobe RGB', 'Display P3', 'ProPhoto'] as const)('%s', space => {
  test.each([
    ['an 8-bit PNG', 8, (png: Buffer) => Promise.resolve(png)],
    ['a 16-bit PNG', 16, (png: Buffer) => Promise.resolve(png)],
    ['a JPEG', 8, (png: Buffer) => sharp(png).keepIccProfile().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
    ['a WebP', 8, (png: Buffer) => sharp(png).keepIccProfile().webp({ lossless: true }).toBuffer()],
    ['a TIFF', 8, (png: Buffer) => sharp(png).keepIccProfile().tiff().toBuffer()],
    ['an AVIF', 8, (png: Buffer) => sharp(png).keepIccProfile().avif({ quality: 100, chromaSubsampling: '4:4:4', effort: 0 }).toBuffer()],
  ] as const)('in %s becomes the sRGB of its definition', async (_, bits, wrap) => {
    const file = await wrap(await chart(space, bits));
    expect((await sharp(file).metadata()).hasProfile).toBe(true);
    for (const width of [WIDTH, WIDTH / 2]) {
      const found = differences(await shownBy(file, width), space);
      expect(mean(found)).toBeLessThan(0.5);
      expect(Math.max(...found)).toBeLessThan(1.5);
    }
  });
});

test('a photo with a profile looks like the same photo without', async () => {
  const source = sharp(gradient(1200, 900), { raw: { width: 1200, height: 900, channels: 3 } });
  const bare = await source.clone().jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
  const tagged = await source.clone().withIccProfile('p3').jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
  expect(distance(await shownBy(bare), await shownBy(tagged))).toBeLessThan(1.5);
});

test('16 bits become 8 by their upper half', async () => {
  const data = Uint16Array.from({ length: 300 * 3 }, (_, at) => at * 70);
  const png = await sharp(data, { raw: { width: 100, height: 3, channels: 3 } }).toColourspace('rgb16').png().toBuffer();
  const { data: shown } = await shownBy(png);
  shown.forEach((value, at) => expect(Math.abs(value - data[at] / 257)).toBeLessThanOrEqual(1));
});

test.each([
  ['grey', (s: ReturnType<typeof sharp>) => s.greyscale().toColourspace('b-w').png()],
  ['grey JPEG', (s: ReturnType<typeof sharp>) => s.greyscale().toColourspace('b-w').jpeg({ quality: 95 })],
  ['16-bit grey', (s: ReturnType<typeof sharp>) => s.greyscale().toColourspace('grey16').png()],
])('%s becomes three equal channels', async (_, make) => {
  const shown = await shownBy(await make(sharp(gradient(100, 80), { raw: { width: 100, height: 80, channels: 3 } })).toBuffer());
  expect(shown.channels).toBe(3);
  const [red, green, blue] = pixelAt(shown, 50, 40);
  expect([green, blue]).toEqual([red, red]);
  expect(red).toBeGreaterThan(100);
});

test('a palette is resolved to its colours', async () => {
  const colours = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c83214' } }).png({ palette: true }).toBuffer();
  expect(pixelAt(await shownBy(colours), 10, 10)).toEqual([200, 50, 20]);
});

/**
 * Means of 10 x 6 blocks of the CMYK photo, made with Pillow 12 and Little CMS 2.19: the JPEG through its own profile
 * (SWOP) to sRGB with perceptual intent, then `resize((10, 6), BOX)`.
 */
const CMYK_PATCHES = [
  '6e6f6d 818387 7f7f81 6b6b69 96999c 727676 757979 54595a 91969a 7d8387',
  '797770 63635e 72716c 696a62 7a7b73 656561 6b6763 575853 7e7f7b 72716c',
  '757669 6f6f62 5e6058 696c65 5f675d 62635d 535d62 585f58 64675d 6c6b5f',
  '677c50 768f59 6d8354 819766 667b5a 798763 74636c 637666 95a27c 9ea595',
  '6c824a 657c48 677f4a 5a6d51 7d897c 767d6b 6b686e a9a7a9 c4c4c4 c3c3c3',
  '858580 85867d 85867d 868c8c 81878d 8a8e93 868889 97989a aaacaf b5b3ae',
];

function blockMean({ data, width, height, channels }: Pixels, x: number, y: number): Triple {
  const sums = [0, 0, 0];
  let count = 0;
  for (let top = Math.round(y * height / 6); top < Math.round((y + 1) * height / 6); top++) {
    for (let left = Math.round(x * width / 10); left < Math.round((x + 1) * width / 10); left++, count++) {
      for (let channel = 0; channel < 3; channel++) sums[channel] += data[(top * width + left) * channels + channel];
    }
  }
  return sums.map(sum => sum / count) as unknown as Triple;
}

describeWithCorpus('files of other colour spaces', () => {
  // holds: promise.pictures
  test.each(['p3.png', 'prophoto.png', 'gain-map.jpg'])('%s becomes the sRGB that its profile defines', async name => {
    const file = corpusFile(`colour/${name}`);
    const { icc, width } = await sharp(file).metadata();
    const profile = readProfile(icc!);
    const stored = await pixelsOf(await sharp(file, { ignoreIcc: true }).resize(Math.min(width, 240)).removeAlpha().png().toBuffer());
    const shown = await shownBy(file);
    const found = Array.from({ length: stored.width * stored.height }, (_, at) => {
      const [left, top] = [at % stored.width, Math.floor(at / stored.width)];
      const colour = pixelAt(stored, left, top).map(value => value / 255) as unknown as Triple;
      return deltaE(pixelAt(shown, left, top).slice(0, 3) as unknown as Triple, toSrgb(colour, profile));
    });
    expect(mean(found)).toBeLessThan(0.5);
    expect(found.sort((a, b) => a - b)[Math.floor(found.length * 0.99)]).toBeLessThan(1);
  });

  // Inks that name no paper have no true colour: they look as the commonest printing process would show them.
  test.each([['', 0.6, 1.5], ['_no_profile', 5, 7]])('CMYK%s looks as another colour engine shows it', async (suffix, bound, most) => {
    const shown = await shownBy(corpusFile(`colour/Channel_digital_image_CMYK_color${suffix}.jpg`));
    const found = CMYK_PATCHES.flatMap((row, y) => row.split(' ').map((hex, x) =>
      deltaE(blockMean(shown, x, y), [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)) as unknown as Triple)));
    expect(mean(found)).toBeLessThan(bound);
    expect(Math.max(...found)).toBeLessThan(most);
  });

  test('the flag of 16 bits has the colours of its law', async () => {
    const shown = await shownBy(corpusFile('colour/Flag_of_the_Netherlands-16bit.png'));
    for (const [share, colour] of [[1 / 6, [174, 28, 40]], [1 / 2, [255, 255, 255]], [5 / 6, [33, 70, 139]]] as const) {
      expect(deltaE(pixelAt(shown, 120, Math.floor(shown.height * share)) as unknown as Triple, colour)).toBeLessThan(1.5);
    }
  });

  test('16 bits of grey with a profile and alpha keep both', async () => {
    const file = corpusFile('colour/16-bit-grey-alpha.png');
    const { icc } = await sharp(file).metadata();
    const { data, info } = await sharp(file, { ignoreIcc: true }).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
    const stored = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    const shown = await shownBy(file);
    expect([shown.width, shown.height, shown.channels, info.channels]).toEqual([info.width, info.height, 4, 2]);
    const profile = readProfile(icc!);
    for (let at = 0; at < info.width * info.height; at += 7) {
      const [red, green, blue, alpha] = shown.data.subarray(at * 4);
      expect(Math.abs(alpha - stored[at * 2 + 1] / 257)).toBeLessThanOrEqual(1);
      const grey = stored[at * 2] / 65535;
      if (alpha > 64) expect(deltaE([red, green, blue], toSrgb([grey, grey, grey], profile))).toBeLessThan(1.5);
    }
  });

  test.each(corpusNames('colour'))('%s has no profile in any rendition, which sRGB needs none of', async name => {
    const { renditions, objects } = await processImage(corpusFile(`colour/${name}`), settingsOf([sizeOf('small', { width: 96 })], IMAGE_FORMATS));
    expect(renditions.length).toBeGreaterThanOrEqual(3);
    for (const { key } of renditions) {
      const bytes = objects.bytesOf(key);
      const { icc, exif, xmp, iptc, space, gainMap } = await sharp(bytes).metadata() as Metadata & { gainMap?: object };
      expect([icc, exif, xmp, iptc, gainMap, space]).toEqual([undefined, undefined, undefined, undefined, undefined, 'srgb']);
      expect(bytes.toString('latin1')).not.toMatch(/ICC_PROFILE|iCCP|ICCP|colrprof|colrrICC|acsp|http:/);
    }
  });

  test('a flag of 16 bits has the colours of the same flag of 8', async () => {
    const eight = await sharp(corpusFile('colour/Flag_of_the_Netherlands-16bit.png')).toColourspace('srgb').resize(240).png().toBuffer();
    expect(largestDifference(await pixelsOf(eight), await shownBy(corpusFile('colour/Flag_of_the_Netherlands-16bit.png')))).toBeLessThanOrEqual(2);
  });
});
