import { IMAGE_FORMATS } from '../../../../src/contract/image-settings';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { corpusFile, describeWithCorpus } from '../imaging/support/corpus';
import { distance, Pixels, pixelsOf } from '../imaging/support/pixels';
import { Processed, processImage, settingsOf, sizeOf } from '../imaging/support/process-image';
import { corners } from '../imaging/support/samples';

const settings = settingsOf(
  [sizeOf('square', { width: 100, height: 100, fit: 'cover' }), sizeOf('small', { width: 240 })],
  IMAGE_FORMATS,
);

async function shown(processed: Processed, size: string, format: string): Promise<Pixels> {
  return pixelsOf(processed.bytes(size, format));
}

/** How an upright image is stored so that this orientation turns it back. */
const STORED: Readonly<Record<number, (upright: Buffer) => Buffer | Promise<Buffer>>> = {
  1: upright => upright,
  2: upright => sharp(upright).flop().toBuffer(),
  3: upright => sharp(upright).rotate(180).toBuffer(),
  4: upright => sharp(upright).flip().toBuffer(),
  5: async upright => sharp(await sharp(upright).rotate(90).toBuffer()).flop().toBuffer(),
  6: upright => sharp(upright).rotate(270).toBuffer(),
  7: async upright => sharp(await sharp(upright).rotate(270).toBuffer()).flop().toBuffer(),
  8: upright => sharp(upright).rotate(90).toBuffer(),
};

// holds: promise.pictures
test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i comes out upright in every format', async orientation => {
  const upright = await corners(300, 200);
  const stored = await sharp(await STORED[orientation](upright)).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .withMetadata({ orientation }).toBuffer();
  const processed = await processImage(stored, settings);
  expect(processed.image).toMatchObject({ width: 300, height: 200 });
  const expected = await pixelsOf(await sharp(upright).resize(240).png().toBuffer());
  const square = await pixelsOf(await sharp(upright).resize(100, 100).png().toBuffer());
  for (const format of IMAGE_FORMATS) {
    expect(distance(expected, await shown(processed, 'small', format))).toBeLessThan(3);
    expect(distance(square, await shown(processed, 'square', format))).toBeLessThan(5);
  }
});

describeWithCorpus('the eight orientations of a photo', () => {
  test.each(['landscape', 'portrait'])('of a %s give the same pixels in every format', async kind => {
    const [first, ...others] = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(orientation =>
      processImage(corpusFile(`orientation/${kind}-exif-${orientation}.jpg`), settings)));
    for (const format of IMAGE_FORMATS) {
      for (const size of ['square', 'small']) {
        const expected = await shown(first, size, format);
        // The files were each scaled and compressed on their own: even without loss they differ by 4.
        for (const other of others) expect(distance(expected, await shown(other, size, format))).toBeLessThan(6);
      }
    }
  });
});
