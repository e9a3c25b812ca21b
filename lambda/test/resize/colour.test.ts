import { sharp } from '../../shared/imaging/sharp-runtime';
import { corpusFile, describeWithCorpus } from '../shared/imaging/support/corpus';
import { distance, largestDifference, Pixels, pixelAt, pixelsOf } from '../shared/imaging/support/pixels';
import { processImage, settingsOf, sizeOf } from '../shared/imaging/support/process-image';
import { gradient } from '../shared/imaging/support/samples';

const settings = settingsOf([sizeOf('small', { width: 240 })], ['png']);
const shownBy = async (file: Buffer): Promise<Pixels> => pixelsOf((await processImage(file, settings)).bytes('small', 'png'));

const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encode = (value: number) => {
  const within = Math.min(1, Math.max(0, value));
  return within <= 0.0031308 ? within * 12.92 : 1.055 * within ** (1 / 2.4) - 0.055;
};
const transform = (matrix: readonly number[][], colour: readonly number[]) =>
  matrix.map(row => row.reduce((sum, factor, at) => sum + factor * colour[at], 0));

/** Linear light, Display P3 to sRGB, both with the white of D65. */
const P3_TO_SRGB = [[1.2249, -0.2247, 0], [-0.0420, 1.0419, 0], [-0.0197, -0.0786, 1.0979]];
/** Linear light, ProPhoto (D50) to XYZ (D50), and from there to sRGB with Bradford's adaptation. */
const PROPHOTO_TO_XYZ = [[0.7977, 0.1352, 0.0313], [0.2880, 0.7119, 0.0001], [0, 0, 0.8249]];
const XYZ50_TO_SRGB = [[3.1339, -1.6169, -0.4906], [-0.9788, 1.9161, 0.0335], [0.0719, -0.2290, 1.4052]];

/** The definition of the colour space, not a colour engine. */
function fromP3(colour: readonly number[]): number[] {
  return transform(P3_TO_SRGB, colour.map(value => decode(value / 255))).map(value => Math.round(encode(value) * 255));
}

function fromProPhoto(colour: readonly number[]): number[] {
  const linear = colour.map(value => (value / 255) ** 1.8);
  return transform(XYZ50_TO_SRGB, transform(PROPHOTO_TO_XYZ, linear)).map(value => Math.round(encode(value) * 255));
}

function expectNear(actual: readonly number[], expected: readonly number[], bound: number): void {
  actual.slice(0, 3).forEach((value, channel) => expect(Math.abs(value - expected[channel])).toBeLessThanOrEqual(bound));
}

test.each([
  ['8-bit', 'uchar', 'srgb'],
  ['16-bit', 'ushort', 'rgb16'],
] as const)('%s Display P3 becomes the sRGB of its definition', async (_, depth, space) => {
  const p3 = [[200, 100, 50], [40, 160, 90], [120, 120, 120], [90, 70, 180]];
  for (const colour of p3) {
    const profiled = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
      .toColourspace(space).withIccProfile('p3').png().toBuffer();
    // The same profile around values of our own.
    const icc = (await sharp(profiled).metadata()).icc!;
    const scale = depth === 'ushort' ? 257 : 1;
    const values = Array.from({ length: 64 }, () => colour.map(value => value * scale)).flat();
    const data = depth === 'ushort' ? new Uint16Array(values) : Uint8Array.from(values);
    const bare = await sharp(data, { raw: { width: 8, height: 8, channels: 3 } }).toColourspace(space).png().toBuffer();
    expectNear(pixelAt(await shownBy(withProfile(bare, icc)), 4, 4), fromP3(colour), 2);
  }
});

/** Adds an ICC profile to a PNG without touching its pixels. */
function withProfile(png: Buffer, icc: Buffer): Buffer {
  const { deflateSync, crc32 } = jest.requireActual<typeof import('node:zlib')>('node:zlib');
  const body = Buffer.concat([Buffer.from('iCCPp3\0\0', 'latin1'), deflateSync(icc)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), length, body, check, png.subarray(afterHeader)]);
}

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

test('a palette becomes the colours that it stands for', async () => {
  const colours = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c83214' } }).png({ palette: true }).toBuffer();
  expect(pixelAt(await shownBy(colours), 10, 10)).toEqual([200, 50, 20]);
});

describeWithCorpus('files of other colour spaces', () => {
  test('p3.png and prophoto.png become the sRGB of their definition', async () => {
    for (const [name, convert, bound] of [['p3', fromP3, 3], ['prophoto', fromProPhoto, 4]] as const) {
      const file = corpusFile(`colour/${name}.png`);
      const { data, info } = await sharp(file, { ignoreIcc: true }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const shown = await shownBy(file);
      for (let at = 0; at < info.width * info.height; at++) {
        const [left, top] = [at % info.width, Math.floor(at / info.width)];
        expectNear(pixelAt(shown, left, top), convert([...data.subarray(at * 3, at * 3 + 3)]), bound);
      }
    }
  });

  test.each(['Channel_digital_image_CMYK_color.jpg', 'Channel_digital_image_CMYK_color_no_profile.jpg', 'gain-map.jpg'])(
    '%s looks as it does when it is converted at full size and scaled after', async name => {
      const file = corpusFile(`colour/${name}`);
      const converted = await sharp(file).toColourspace('srgb').png().toBuffer();
      const expected = await pixelsOf(await sharp(converted).resize(240).png().toBuffer());
      expect(distance(expected, await shownBy(file))).toBeLessThan(2);
    });

  test('a flag of 16 bits has the colours of the same flag of 8', async () => {
    const eight = await sharp(corpusFile('colour/Flag_of_the_Netherlands-16bit.png')).toColourspace('srgb').resize(240).png().toBuffer();
    expect(largestDifference(await pixelsOf(eight), await shownBy(corpusFile('colour/Flag_of_the_Netherlands-16bit.png')))).toBeLessThanOrEqual(2);
  });
});
