import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import { rasterOf } from '../../../pipeline/imaging/raster';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { summarizeImage } from '../../../pipeline/resize/summarize-image';
import { plain } from '../imaging/support/samples';

const summaryOf = async (file: Buffer) => summarizeImage(await rasterOf(sharp(file)));

test('the placeholder shows the mean colour and the shape', async () => {
  const { placeholder } = await summaryOf(await plain(48, 24, '#4080c0'));
  const hash = Buffer.from(placeholder, 'base64');
  const { r, g, b, a } = thumbHashToAverageRGBA(hash);
  expect([r, g, b].map(share => Math.round(share * 255 / 16))).toEqual([4, 8, 12]);
  expect(a).toBe(1);
  expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(2, 0);
});

test('the dominant colour is the most frequent, not the mean', async () => {
  const file = await sharp(await plain(40, 40, '#ff0000'))
    .composite([{ input: await plain(40, 10, '#0000ff'), gravity: 'north' }]).png().toBuffer();
  expect((await summaryOf(file)).dominantColor).toBe('#ff0000');
});

test('transparent parts have no colour', async () => {
  const file = await sharp(await plain(40, 40, '#ff000000', 4))
    .composite([{ input: await plain(10, 10, '#0000ff'), gravity: 'north' }]).png().toBuffer();
  expect((await summaryOf(file)).dominantColor).toBe('#0000ff');
});

test('a picture of one pixel has both', async () => {
  expect(await summaryOf(await plain(1, 1, '#00ff00'))).toEqual({ placeholder: expect.stringMatching(/^[\w+/]+=*$/), dominantColor: '#00ff00' });
});
