import { createHash } from 'node:crypto';
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import { IMAGE_FORMATS } from '../../../../src/contract/image-settings';
import { rasterOf } from '../../../pipeline/imaging/raster';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { resizeImage, summarizeImage } from '../../../pipeline/resize/resize-image';
import { corpusFile, corpusNames, describeWithCorpus } from '../imaging/support/corpus';
import { MemoryObjects } from '../imaging/support/memory-objects';
import { distance, pixelAt, pixelsOf } from '../imaging/support/pixels';
import { processImage, settingsOf, sizeOf, TEXT_WATERMARK, UPLOAD } from '../imaging/support/process-image';
import { animation, corners, gradient, plain } from '../imaging/support/samples';

const photo = () => sharp(gradient(900, 600), { raw: { width: 900, height: 600, channels: 3 } });
const SIZES = [sizeOf('thumbnail', { width: 150, height: 150, fit: 'cover' }), sizeOf('small', { width: 480 }), sizeOf('medium', { width: 1024 })];

describe('renditions', () => {
  test('are written in each size and format, under their own keys, to be kept for a year', async () => {
    const { image, renditions, objects } = await processImage(await photo().jpeg().toBuffer(), settingsOf(SIZES, ['webp', 'jpeg']));
    expect(renditions.map(({ size, format, width, height }) => [size, format, width, height])).toEqual([
      ['thumbnail', 'webp', 150, 150], ['thumbnail', 'jpeg', 150, 150],
      ['small', 'webp', 480, 320], ['small', 'jpeg', 480, 320],
      ['medium', 'webp', 900, 600], ['medium', 'jpeg', 900, 600],
    ]);
    expect(image?.watermark_tasks).toEqual([]);
    for (const { key, bytes, format, size, recipe } of renditions) {
      expect(recipe).toBe('0123abcd');
      expect(key).toBe(`images/user/${UPLOAD.image_id}/0123abcd/${size}.${format === 'jpeg' ? 'jpg' : format}`);
      expect(objects.entries.get(key)).toMatchObject({ type: `image/${format}`, cacheControl: 'private, max-age=31536000, immutable' });
      expect(objects.bytesOf(key)).toHaveLength(bytes);
    }
  });

  test('are the same bytes when the call is repeated', async () => {
    const bytes = await photo().png().toBuffer();
    const [first, second] = await Promise.all([1, 2].map(() => processImage(bytes, settingsOf(SIZES, IMAGE_FORMATS, TEXT_WATERMARK))));
    for (const { key } of first.renditions) expect(first.objects.bytesOf(key).equals(second.objects.bytesOf(key))).toBe(true);
    expect([...first.objects.entries.keys()]).toEqual([...second.objects.entries.keys()]);
  });

  test('come with the size, hash, placeholder and colour of the image', async () => {
    const bytes = await plain(300, 200, '#336699');
    const { image } = await processImage(bytes, settingsOf(SIZES, ['webp']));
    expect(image).toMatchObject({
      width: 300,
      height: 200,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      dominant_color: '#336699',
      placeholder: expect.stringMatching(/^[A-Za-z0-9+/]{20,}=*$/),
      pipeline: `sharp ${sharp.versions.sharp} libvips ${sharp.versions.vips}`,
    });
  });

  test.each([
    ['cover', 'north-west', [200, 40, 40], 60, 60],
    ['cover', 'south-east', [40, 200, 40], 60, 60],
    ['fill', 'center', [200, 40, 40], 60, 60],
    ['outside', 'center', [200, 40, 40], 120, 60],
    ['inside', 'center', [200, 40, 40], 60, 30],
    ['contain', 'south', [0, 128, 255], 60, 60],
  ] as const)('%s at %s shows the right part in the right size', async (fit, position, topLeft, width, height) => {
    const size = sizeOf('s', { width: 60, height: 60, fit, position, background: '#0080ff' });
    const shown = await pixelsOf((await processImage(await corners(200, 100), settingsOf([size], ['png']))).bytes('s', 'png'));
    expect([shown.width, shown.height]).toEqual([width, height]);
    expect(pixelAt(shown, 2, 2).slice(0, 3)).toEqual(topLeft);
  });

  test.each([
    ['#00ff00', 'jpeg', [0, 255, 0], undefined],
    ['#00ff00ff', 'jpeg', [0, 255, 0], undefined],
    ['#00ff0080', 'png', [0, 255, 0], 128],
    ['#00000000', 'png', [0, 0, 0], 0],
  ] as const)('are filled with %s around the image, written as %s', async (background, format, colour, alpha) => {
    const size = sizeOf('s', { width: 80, height: 80, fit: 'contain', background, watermark: true });
    const processed = await processImage(await plain(160, 80, '#c00000'), settingsOf([size], ['jpeg'], { ...TEXT_WATERMARK, scale: 0.1 }));
    const shown = await pixelsOf(processed.bytes('s', format));
    const [above, inside] = [pixelAt(shown, 20, 5), pixelAt(shown, 20, 40)];
    colour.forEach((value, channel) => expect(Math.abs(above[channel] - value)).toBeLessThanOrEqual(3));
    expect([above[3], inside[3], inside[0] > 185]).toEqual([alpha, alpha === undefined ? undefined : 255, true]);
  });

  test('are enlarged only if enlarge is set', async () => {
    const sizes = [sizeOf('kept', { width: 80 }), sizeOf('enlarged', { width: 80, enlarge: true })];
    const { renditions } = await processImage(await plain(20, 10, '#fff'), settingsOf(sizes, ['png']));
    expect(renditions.map(({ width, height }) => [width, height])).toEqual([[20, 10], [80, 40]]);
  });

  test('made in a cascade look as if each were made from the original', async () => {
    const bytes = await photo().composite([{ input: await corners(300, 300), gravity: 'center' }]).removeAlpha().png().toBuffer();
    const sizes = [300, 200, 140, 60].map(width => sizeOf(`w${width}`, { width }));
    const processed = await processImage(bytes, settingsOf(sizes, ['png']));
    for (const { name, width } of sizes) {
      const direct = await pixelsOf(await sharp(bytes).resize(width).png().toBuffer());
      expect(distance(direct, await pixelsOf(processed.bytes(name, 'png')))).toBeLessThan(1);
    }
  });

  test('of one pixel are made in every format', async () => {
    const { renditions } = await processImage(await plain(1, 1, '#f00'), settingsOf(SIZES, IMAGE_FORMATS, TEXT_WATERMARK));
    expect(renditions).toHaveLength(SIZES.length * IMAGE_FORMATS.length);
  });

  test('of a strip longer than the formats allow are shortened', async () => {
    const { renditions } = await processImage(await plain(20, 20_000, '#f00'), settingsOf([sizeOf('s', { width: 1920 })], ['webp']));
    expect(renditions).toMatchObject([{ width: 16, height: 16_383 }]);
  });
});

describe('transparency', () => {
  test('is kept, with PNG in the place of JPEG', async () => {
    const bytes = await sharp(await plain(200, 100, '#00000000', 4))
      .composite([{ input: await plain(100, 100, '#c00000'), gravity: 'west' }]).png().toBuffer();
    const processed = await processImage(bytes, settingsOf([sizeOf('s', { width: 100, watermark: true })], ['webp', 'jpeg'], TEXT_WATERMARK));
    expect(processed.renditions.map(({ format, key }) => [format, key.slice(-5)])).toEqual([['webp', '.webp'], ['png', 's.png']]);
    for (const format of ['webp', 'png']) {
      const shown = await pixelsOf(processed.bytes('s', format));
      expect(pixelAt(shown, 80, 10)[3]).toBe(0);
      expect(pixelAt(shown, 20, 10)[3]).toBe(255);
      expect(pixelAt(shown, 20, 10)[0]).toBeGreaterThan(185);
    }
  });

  test('does not darken from size to size', async () => {
    const sizes = [300, 200, 140, 60].map(width => sizeOf(`w${width}`, { width }));
    const processed = await processImage(await plain(600, 600, '#c8c8c840', 4), settingsOf(sizes, ['png']));
    for (const { name } of sizes) expect(pixelAt(await pixelsOf(processed.bytes(name, 'png')), 20, 20)[0]).toBeGreaterThanOrEqual(195);
  });

  test('that hides nothing is dropped, so that JPEG stays', async () => {
    const { renditions } = await processImage(await plain(20, 20, '#336699ff', 4), settingsOf(SIZES.slice(1, 2), ['jpeg']));
    expect(renditions).toMatchObject([{ format: 'jpeg' }]);
  });
});

describe('the hand-over', () => {
  const marked = SIZES.map((size, at) => ({ ...size, watermark: at > 0 }));

  test('is one task with all sizes that take a watermark', async () => {
    const { image, objects } = await processImage(await photo().jpeg().toBuffer(), settingsOf(marked, ['webp', 'jpeg'], TEXT_WATERMARK));
    expect(image?.renditions.map(({ size }) => size)).toEqual(['thumbnail', 'thumbnail']);
    expect(image?.watermark_tasks).toEqual([{
      sizes: [
        { size: 'small', key: `work/user/${UPLOAD.image_id}/0123abcd/small.raster`, pixels: { width: 480, height: 320, channels: 3, compressed: false } },
        { size: 'medium', key: `work/user/${UPLOAD.image_id}/0123abcd/medium.raster`, pixels: { width: 900, height: 600, channels: 3, compressed: false } },
      ],
    }]);
    for (const { key } of image!.watermark_tasks[0].sizes) expect(objects.entries.get(key)?.cacheControl).toBeUndefined();
  });

  test('is one task for each size if AVIF makes them slow', async () => {
    const { image } = await processImage(await photo().jpeg().toBuffer(), settingsOf(marked, ['avif'], TEXT_WATERMARK));
    expect(image?.watermark_tasks.map(({ sizes }) => sizes.map(({ size }) => size))).toEqual([['small'], ['medium']]);
  });

  test('is omitted if no watermark is configured', async () => {
    const { image } = await processImage(await photo().jpeg().toBuffer(), settingsOf(marked, ['webp']));
    expect([image?.watermark_tasks.length, image?.renditions.length]).toEqual([0, 3]);
  });
});

describe('animations', () => {
  const settings = settingsOf([sizeOf('plain', { width: 32 }), sizeOf('marked', { width: 32, watermark: true })], ['webp', 'jpeg', 'avif'], TEXT_WATERMARK);

  test.each(['gif', 'webp'] as const)('of %s stay animated in WebP and show their first frame elsewhere', async format => {
    const processed = await processImage(await animation(format, 4, 3), settings);
    for (const size of ['plain', 'marked']) {
      const moving = await sharp(processed.bytes(size, 'webp'), { animated: true }).metadata();
      expect(moving).toMatchObject({ pages: 4, delay: [100, 150, 200, 250], loop: 3, width: 32, pageHeight: 32 });
      for (const still of ['jpeg', 'avif']) {
        expect(pixelAt(await pixelsOf(processed.bytes(size, still)), 1, 4)[0]).toBeGreaterThan(190);
        expect(pixelAt(await pixelsOf(processed.bytes(size, still)), 12, 4)[0]).toBeLessThan(60);
      }
    }
  });

  test.each([3, 6])('that EXIF asks to turn (%i) show their first frame, upright', async orientation => {
    const bytes = await sharp(await animation('webp', 4, 0), { animated: true }).withMetadata({ orientation }).webp({ lossless: true }).toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ pages: 4, orientation });
    const shown = await pixelsOf((await processImage(bytes, settings)).bytes('plain', 'webp'));
    // The first frame's square lies in the upper left corner.
    expect(pixelAt(shown, orientation === 3 ? 30 : 26, orientation === 3 ? 26 : 1)[0]).toBeGreaterThan(150);
  });

  test('are reduced to their first frame if no format can be animated', async () => {
    const { renditions, objects } = await processImage(await animation('gif', 4, 3), settingsOf([sizeOf('s', { width: 32 })], ['png']));
    expect(await sharp(objects.bytesOf(renditions[0].key)).metadata()).toMatchObject({ width: 32, height: 32 });
  });

  test('are cropped and padded frame by frame', async () => {
    const sizes = [sizeOf('crop', { width: 20, height: 10, fit: 'cover', position: 'north' }), sizeOf('pad', { width: 40, height: 30, fit: 'contain' })];
    const processed = await processImage(await animation('gif', 4, 0), settingsOf(sizes, ['webp']));
    expect(await sharp(processed.bytes('crop', 'webp'), { animated: true }).metadata()).toMatchObject({ pages: 4, width: 20, pageHeight: 10 });
    expect(await sharp(processed.bytes('pad', 'webp'), { animated: true }).metadata()).toMatchObject({ pages: 4, width: 40, pageHeight: 30 });
  });
});

describe('a file or a store at fault', () => {
  const settings = settingsOf(SIZES, ['webp']);

  test.each([
    ['cut in half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['without its last bytes', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['zeroed in the middle', (bytes: Buffer) => Buffer.from(bytes).fill(0, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.6))],
  ])('rejects a JPEG %s', async (_, damage) => {
    const processed = await processImage(damage(await photo().jpeg().toBuffer()), settings);
    expect([processed.verdict.outcome, processed.reason]).toEqual(['accepted', 'corrupt-image']);
    expect([...processed.objects.entries.keys()]).toEqual([UPLOAD.key]);
  });

  test('reports an original that was deleted after its validation, and writes nothing', async () => {
    const objects = new MemoryObjects();
    expect(await resizeImage({ upload: UPLOAD }, objects, objects, settings)).toEqual({ outcome: 'missing' });
    expect(objects.entries.size).toBe(0);
  });

  test.each([
    ['type-mismatch', async () => ({ bytes: await plain(8, 8, '#fff'), type: 'image/jpeg' })],
    ['unsupported-type', async () => ({ bytes: Buffer.from('<svg/>'), type: 'image/png' })],
    ['too-many-pixels', async () => ({ bytes: await plain(80, 80, '#fff'), type: 'image/png' })],
  ])('rejects what was put in the place of the validated object: %s', async (reason, object) => {
    const objects = new MemoryObjects();
    objects.entries.set(UPLOAD.key, await object());
    const limited = { ...settings, limits: { ...settings.limits, maxPixels: 1000 } };
    expect(await resizeImage({ upload: UPLOAD }, objects, objects, limited)).toEqual({ outcome: 'rejected', reason });
  });

  test('fails if one write fails', async () => {
    const objects = new MemoryObjects();
    objects.entries.set(UPLOAD.key, { bytes: await photo().png().toBuffer(), type: 'image/png' });
    const writer = { put: (key: string) => (key.includes('small') ? Promise.reject(new Error('no space')) : Promise.resolve()) };
    await expect(resizeImage({ upload: UPLOAD }, objects, writer, settings)).rejects.toThrow('no space');
  });
});

describeWithCorpus('animations of the corpus', () => {
  test.each(corpusNames('animated'))('%s plays for as long as the original, as often', async name => {
    const file = corpusFile(`animated/${name}`);
    const original = await sharp(file, { animated: true }).metadata();
    const processed = await processImage(file, settingsOf([sizeOf('s', { width: 60, watermark: true })], ['webp'], TEXT_WATERMARK));
    const result = await sharp(processed.bytes('s', 'webp'), { animated: true }).metadata();
    const total = (delays: readonly number[] | undefined) => delays?.reduce((sum, delay) => sum + delay, 0);
    expect([total(result.delay), result.loop]).toEqual([total(original.delay), original.loop]);
    // WebP shows a frame that repeats the one before as one longer frame.
    expect(result.pages).toBeGreaterThan(1);
    if (!name.startsWith('rotating')) expect(result.pages).toBe(original.pages);
  });
});

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

test('an image of one pixel has both', async () => {
  expect(await summaryOf(await plain(1, 1, '#00ff00'))).toEqual({ placeholder: expect.stringMatching(/^[\w+/]+=*$/), dominantColor: '#00ff00' });
});
