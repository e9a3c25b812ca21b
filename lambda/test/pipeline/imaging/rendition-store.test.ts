import { setImmediate as tick } from 'node:timers/promises';
import { pixelAt, pixelsOf } from './support/pixels';
import { processImage, settingsOf, sizeOf, TEXT_WATERMARK, UPLOAD } from './support/process-image';
import { animation, plain } from './support/samples';
import { rasterOf } from '../../../pipeline/imaging/raster';
import { moderatedFrames, RenditionStore } from '../../../pipeline/imaging/rendition-store';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';

test('fails if one write fails, after the other writes are done', async () => {
  let end = (): void => undefined;
  const slow = new Promise<void>(resolve => { end = resolve; });
  const store = new RenditionStore({ put: key => (key.includes('/full.') ? Promise.reject(new Error('no space')) : slow) }, UPLOAD);
  for (const name of ['full', 'slow']) await store.handOver(await rasterOf(sharp(await plain(4, 4, '#808080'))), sizeOf(name, {}));
  let ended = false;
  const finished = store.finish().catch((error: Error) => error).finally(() => { ended = true; });
  await tick();
  expect(ended).toBe(false);
  end();
  expect(await finished).toEqual(new Error('no space'));
});

const SMALL = [sizeOf('thumbnail', { width: 150 })];
const moderated = { ...settingsOf(SMALL, ['webp']), moderated: true as const };

async function shown(bytes: Buffer) {
  const { image, objects } = await processImage(bytes, moderated);
  return image!.moderation_keys!.map(key => ({ key, ...objects.entries.get(key)!, bytes: objects.bytesOf(key) }));
}

test('moderation gets the whole image as one JPEG within 1024 pixels, even if every size is smaller', async () => {
  const [file, ...others] = await shown(await plain(3000, 1500, '#336699'));
  expect(others).toEqual([]);
  expect(file).toMatchObject({ key: `work/user/${UPLOAD.image_id}/moderation/0.jpg`, type: 'image/jpeg' });
  expect(await sharp(file.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1024, height: 512 });
});

test('transparent parts become white, and an image too small for Rekognition is padded with white', async () => {
  const clear = { width: 10, height: 200, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } };
  const [{ bytes }] = await shown(await sharp({ create: clear }).png().toBuffer());
  const pixels = await pixelsOf(bytes);
  expect([pixels.width, pixels.height]).toEqual([64, 200]);
  for (const x of [5, 60]) expect(pixelAt(pixels, x, 100).slice(0, 3)).toEqual([255, 255, 255]);
});

test('moderation gets five frames of an animation, from the first to the last', async () => {
  expect(await shown(await animation('gif', 12, 0))).toHaveLength(5);
  expect([1, 2, 5, 12, 300].map(moderatedFrames)).toEqual([[0], [0, 1], [0, 1, 2, 3, 4], [0, 3, 6, 8, 11], [0, 75, 150, 224, 299]]);
});

test('without moderation no file is written for it; renditions are the same bytes either way', async () => {
  const bytes = await plain(3000, 1500, '#336699');
  const settings = settingsOf([sizeOf('large', { width: 1920 }), ...SMALL], ['webp'], TEXT_WATERMARK);
  const [without, looked] = await Promise.all([processImage(bytes, settings), processImage(bytes, { ...settings, moderated: true })]);
  expect(without.image).not.toHaveProperty('moderation_keys');
  for (const { key } of without.renditions) expect(looked.objects.bytesOf(key).equals(without.objects.bytesOf(key))).toBe(true);
});
