import { forgedPng, forgedTiff, repeatedGif } from './support/forged-files';
import { DEFAULT_LIMITS } from '../../../../src/contract/image-settings';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { DEFAULT_SIZES, ImageFunctions } from '../../support/functions/image-functions';
import { expectVerdict } from '../../support/functions/verdict';
import { processImage, settingsOf, sizeOf } from '../imaging/support/process-image';
import { animation } from '../imaging/support/samples';

jest.setTimeout(180_000);

let functions: ImageFunctions;
beforeAll(async () => {
  functions = await ImageFunctions.start(DEFAULT_SIZES);
});
afterAll(() => functions?.stop());

/** A square of that many pixels, or a row and a column more. */
const square = (pixels: number, more = 0) => {
  const side = Math.floor(Math.sqrt(pixels)) + more;
  return { width: side, height: side };
};
const blank = (pixels: number) =>
  sharp({ create: { ...square(pixels), channels: 3, background: '#336699' }, limitInputPixels: false });
/** 100 frames. */
const longGif = async (side: number) => repeatedGif(await animation('gif', 4, 0, side), 25);

const { maxPixels, maxBufferedPixels, maxAvifPixels, maxAnimationPixels } = DEFAULT_LIMITS;
const LARGEST: readonly (readonly [string, string, () => Buffer | Promise<Buffer>])[] = [
  ['PNG of 16 bits with alpha', 'image/png', () => forgedPng({ ...square(maxPixels), channels: 4, bits: 16 })],
  ['interlaced PNG of 16 bits with alpha', 'image/png', () => forgedPng({ ...square(maxBufferedPixels), channels: 4, bits: 16 }, { interlaced: true })],
  ['TIFF of 16 bits in one strip', 'image/tiff', () => forgedTiff({ ...square(maxPixels), channels: 3, bits: 16 })],
  ['progressive JPEG', 'image/jpeg', () => blank(maxBufferedPixels).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()],
  ['AVIF of 10 bits', 'image/avif', () => blank(maxAvifPixels).avif({ effort: 0, bitdepth: 10, chromaSubsampling: '4:4:4' }).toBuffer()],
  ['animated GIF', 'image/gif', () => longGif(square(maxAnimationPixels / 100).width)],
];

describe('the largest that is accepted', () => {
  // Each in fresh processes, so that none pays for the one before.
  beforeEach(() => functions.restart());

  // holds: threat.image.decompression-bomb
  test.each(LARGEST)('of kind %s stays within time and memory', async (_, type, make) => {
    const processed = await functions.process(await make(), type);
    expectVerdict(processed);
    expect(processed.end).toBe('ready');
  });
});

describe('one row and column more', () => {
  test.each([
    ['PNG', 'image/png', () => forgedPng({ ...square(maxPixels, 1), channels: 3, bits: 8 }, { rows: 1 })],
    ['interlaced PNG', 'image/png', () => forgedPng({ ...square(maxBufferedPixels, 1), channels: 3, bits: 8 }, { interlaced: true, rows: 1 })],
  ] as const)('rejects by its header: %s', async (_, type, make) => {
    const { end, resize } = await functions.process(make(), type);
    expect([end, resize]).toEqual(['too-many-pixels', undefined]);
  });

  test('rejects an animation by the sum of its frames', async () => {
    const { end, resize } = await functions.process(await longGif(square(maxAnimationPixels / 100, 1).width), 'image/gif');
    expect([end, resize]).toEqual(['too-many-pixels', undefined]);
  });

  test.each([
    ['padding', sizeOf('s', { width: 100, height: 100, fit: 'contain' })],
    ['enlarging', sizeOf('s', { width: 100, enlarge: true })],
  ])('rejects an animation whose frames %s makes more than all together may have', async (_, size) => {
    const { limits, ...rest } = settingsOf([size], ['webp']);
    const process = async (most: number) =>
      (await processImage(await animation('gif', 3, 0), { ...rest, limits: { ...limits, maxAnimationPixels: most } })).reason;
    expect(await process(3 * 100 * 100)).toBeUndefined();
    expect(await process(3 * 100 * 100 - 1)).toBe('too-many-pixels');
  });
});
