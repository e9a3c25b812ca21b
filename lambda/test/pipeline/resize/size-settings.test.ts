import { SizeSettings } from '../../../../src/contract/image-settings';
import { processImage, settingsOf, sizeOf, TEXT_WATERMARK } from '../imaging/support/process-image';
import { corners } from '../imaging/support/samples';

type Drawn = Exclude<keyof SizeSettings, 'name' | 'recipe'>;

const SQUARE = { width: 30, height: 30 };
/** For every field of a size, settings that differ in nothing else: a new field does not compile before it has some. */
const PAIRS: Readonly<Record<Drawn, readonly [Partial<SizeSettings>, Partial<SizeSettings>]>> = {
  width: [{ width: 30 }, { width: 31 }],
  height: [{ height: 30 }, { height: 31 }],
  fit: [{ ...SQUARE, fit: 'cover' }, { ...SQUARE, fit: 'fill' }],
  position: [{ ...SQUARE, fit: 'cover', position: 'west' }, { ...SQUARE, fit: 'cover', position: 'east' }],
  background: [{ ...SQUARE, fit: 'contain', background: '#ff0000' }, { ...SQUARE, fit: 'contain', background: '#00ff00' }],
  enlarge: [{ width: 200, enlarge: false }, { width: 200, enlarge: true }],
  watermark: [{ width: 60, watermark: false }, { width: 60, watermark: true }],
};

test.each(Object.entries(PAIRS))('%s changes the rendition', async (_field, pair) => {
  const original = await corners(80, 60);
  const [one, other] = await Promise.all(pair.map(async (options) =>
    (await processImage(original, settingsOf([sizeOf('s', options)], ['png'], TEXT_WATERMARK))).bytes('s', 'png')));
  expect(one.equals(other)).toBe(false);
});
