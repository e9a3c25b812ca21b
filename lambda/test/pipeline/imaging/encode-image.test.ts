import { gradient } from './support/samples';
import { DEFAULT_FORMATS } from '../../../../src/contract/image-settings';
import { Raster } from '../../../pipeline/imaging/raster';
import { encodeImage, formatsFor } from '../../../pipeline/imaging/rendition-store';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';

const opaque: Raster = { data: gradient(64, 48), width: 64, height: 48, channels: 3 };

test.each(['webp', 'jpeg', 'png', 'avif'] as const)('writes %s without any metadata', async format => {
  const { bytes } = await encodeImage(opaque, DEFAULT_FORMATS[format]);
  const metadata = await sharp(bytes).metadata();
  expect(metadata).toMatchObject({ format: format === 'avif' ? 'heif' : format, width: 64, height: 48, space: 'srgb', depth: 'uchar' });
  const { exif, icc, xmp, iptc, orientation } = metadata;
  expect([exif, icc, xmp, iptc, orientation].filter(part => part !== undefined)).toEqual([]);
});

test.each(['webp', 'jpeg', 'avif'] as const)('a lower quality makes a smaller %s', async format => {
  const [low, high] = await Promise.all([20, 90].map(quality => encodeImage(opaque, { ...DEFAULT_FORMATS[format], quality })));
  expect(low.bytes.length).toBeLessThan(high.bytes.length);
});

test('PNG replaces JPEG if there is alpha, and is written once', () => {
  const { webp, jpeg, png } = DEFAULT_FORMATS;
  const formats = [webp, { ...jpeg, quality: 70 }, png];
  expect(formatsFor(false, formats)).toEqual(formats);
  expect(formatsFor(true, formats)).toEqual([webp, png]);
});

test('fails to write JPEG if there is alpha', async () => {
  const raster: Raster = { data: Buffer.alloc(16), width: 2, height: 2, channels: 4 };
  await expect(encodeImage(raster, DEFAULT_FORMATS.jpeg)).rejects.toThrow('must be written as PNG');
});
