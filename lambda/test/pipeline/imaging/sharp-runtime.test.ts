import { plain } from './support/samples';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';

test.each([
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  ['PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'],
  ['Radiance', '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\0\0\0\0'],
  ['PPM', 'P6 1 1 255 \0\0\0'],
])('rejects %s: its loader is shut', async (_, text) => {
  await expect(sharp(Buffer.from(text, 'latin1')).metadata()).rejects.toThrow('unsupported image format');
});

// holds: threat.image.decoder-flaw
test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('opens %s', async format => {
  expect(await sharp(await sharp(await plain(8, 6, '#fff'))[format]().toBuffer()).metadata()).toMatchObject({ width: 8, height: 6 });
});

test('works on one image at a time and keeps none', () => {
  expect(sharp.concurrency()).toBe(1);
  expect(sharp.cache().memory.max).toBe(0);
});
