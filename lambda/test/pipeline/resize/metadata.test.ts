import { DEFAULT_FORMATS, IMAGE_FORMATS } from '../../../../src/contract/image-settings';
import { readExif } from '../../../pipeline/imaging/exif';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { corpusFile, corpusNames, describeWithCorpus } from '../imaging/support/corpus';
import { largestDifference, pixelsOf } from '../imaging/support/pixels';
import { Processed, processImage, settingsOf, sizeOf, TEXT_WATERMARK } from '../imaging/support/process-image';
import { animation, gradient, plain } from '../imaging/support/samples';

const FIELDS = ['copyright', 'artist'] as const;
const SIZES = [sizeOf('plain', { width: 60 }), sizeOf('marked', { width: 90, watermark: true })];
const bare = settingsOf(SIZES, IMAGE_FORMATS, TEXT_WATERMARK);
const keeping = { ...bare, keepMetadata: FIELDS };
const METADATA = { copyright: '(C) Example Ltd (Studio)', artist: 'Example Ltd' };

/** With what a camera writes: place, device, serial number, time, and a profile. */
function photo() {
  return sharp(gradient(120, 80), { raw: { width: 120, height: 80, channels: 3 } }).withExif({
    // libvips drops the last brackets because it takes them for its own.
    IFD0: { Copyright: `${METADATA.copyright} ()`, Artist: METADATA.artist, Make: 'SecretCamera', ImageDescription: 'SecretWords' },
    IFD2: { BodySerialNumber: 'Secret123', DateTimeOriginal: '2026:01:01 00:00:00' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
  }).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretPlace</x:xmpmeta>').withIccProfile('p3').withMetadata({ orientation: 1 });
}

/** Tags in all directories of an EXIF block. */
function tagsOf(exif: Buffer): number[] {
  const tiff = exif.subarray(exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  expect(tiff.toString('latin1', 0, 4)).toBe('II*\0');
  return Array.from({ length: tiff.readUInt16LE(8) }, (_, index) => tiff.readUInt16LE(10 + index * 12));
}

/** A TIFF with a new directory at its end, which holds these fields in addition to the old ones. */
function withTexts(tiff: Buffer): Buffer {
  const from = tiff.readUInt32LE(4);
  const old = Array.from({ length: tiff.readUInt16LE(from) }, (_, index) => tiff.subarray(from + 2 + index * 12, from + 14 + index * 12));
  const texts = [METADATA.artist, METADATA.copyright].map(text => Buffer.from(`${text}\0`));
  const added = [0x13b, 0x8298].map((tag, index) => {
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(tag);
    entry.writeUInt16LE(2, 2);
    entry.writeUInt32LE(texts[index].length, 4);
    entry.writeUInt32LE(tiff.length + (index === 0 ? 0 : texts[0].length), 8);
    return entry;
  });
  const entries = [...old, ...added].sort((a, b) => a.readUInt16LE() - b.readUInt16LE());
  const count = Buffer.alloc(2);
  count.writeUInt16LE(entries.length);
  const result = Buffer.concat([tiff, ...texts, count, ...entries, Buffer.alloc(4)]);
  result.writeUInt32LE(tiff.length + texts[0].length + texts[1].length, 4);
  return result;
}

const keysOf = (processed: Processed) => processed.renditions.map(({ key }) => key);

describe('metadata to keep', () => {
  test('is all that renditions hold, in every format, with a watermark and without', async () => {
    const processed = await processImage(await photo().jpeg().toBuffer(), keeping);
    expect(processed.renditions).toHaveLength(8);
    for (const key of keysOf(processed)) {
      const bytes = processed.objects.bytesOf(key);
      const { exif, icc, xmp, iptc, orientation } = await sharp(bytes).metadata();
      expect(readExif(exif, FIELDS)).toEqual(METADATA);
      expect(tagsOf(exif!)).toEqual([0x13b, 0x8298]);
      expect([icc, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
      expect(bytes.toString('latin1')).not.toMatch(/Secret|GPS|adobe|---/);
    }
  });

  test.each(['webp', 'png', 'avif', 'tiff'] as const)('is found in %s', async format => {
    const file = await photo().toFormat(format).toBuffer();
    const processed = await processImage(format === 'tiff' ? withTexts(file) : file, { ...keeping, formats: [DEFAULT_FORMATS.webp] });
    for (const key of keysOf(processed)) {
      const { exif } = await sharp(processed.objects.bytesOf(key)).metadata();
      expect(readExif(exif, FIELDS)).toEqual(METADATA);
    }
  });

  test('is absent if the original has none or none is kept', async () => {
    const file = await photo().jpeg().toBuffer();
    const bytesOf = (processed: Processed) => keysOf(processed).map(key => processed.objects.bytesOf(key));
    for (const bytes of bytesOf(await processImage(file, bare))) expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    const without = await plain(120, 80, '#336699');
    expect(bytesOf(await processImage(without, keeping))).toEqual(bytesOf(await processImage(without, bare)));
  });

  test.each(IMAGE_FORMATS)('changes no pixel of a %s', async format => {
    const file = await photo().png().toBuffer();
    const [with_, without] = await Promise.all([keeping, bare].map(async settings => {
      const processed = await processImage(file, settings);
      return Promise.all(['plain', 'marked'].map(async size => pixelsOf(processed.bytes(size, format))));
    }));
    for (const at of [0, 1]) expect(largestDifference(with_[at], without[at])).toBe(0);
  });

  test('leaves an animation and transparency as they are', async () => {
    const moving = await sharp(await animation('webp', 4, 3), { animated: true }).webp({ delay: [100, 150, 200, 250], loop: 3 })
      .withExif({ IFD0: { Artist: METADATA.artist } }).toBuffer();
    const shown = await sharp((await processImage(moving, keeping)).bytes('marked', 'webp'), { animated: true }).metadata();
    expect(shown).toMatchObject({ pages: 4, delay: [100, 150, 200, 250], loop: 3 });
    expect(readExif(shown.exif, FIELDS)).toEqual({ artist: METADATA.artist });
    const glass = await sharp(await plain(90, 90, '#ff000080', 4)).withExif({ IFD0: { Artist: 'A' } }).png().toBuffer();
    for (const format of ['webp', 'png', 'avif']) {
      const { exif, hasAlpha } = await sharp((await processImage(glass, keeping)).bytes('plain', format)).metadata();
      expect([readExif(exif, FIELDS), hasAlpha]).toEqual([{ artist: 'A' }, true]);
    }
  });

  test('reaches the watermark function in its task, not in the working files', async () => {
    const processed = await processImage(await photo().jpeg().toBuffer(), keeping);
    expect(processed.image!.watermark_tasks).toMatchObject([{ metadata: METADATA }]);
    for (const [key, { bytes }] of processed.objects.entries) if (key.startsWith('work/')) expect(bytes.includes('Example Ltd')).toBe(false);
  });
});

describeWithCorpus('a photo with a place', () => {
  test('keeps it nowhere, whatever else is kept', async () => {
    const processed = await processImage(corpusFile('photos/gps.jpg'), keeping);
    for (const key of keysOf(processed)) {
      const { exif } = await sharp(processed.objects.bytesOf(key)).metadata();
      if (exif) expect(tagsOf(exif).every(tag => [0x13b, 0x8298].includes(tag))).toBe(true);
      expect(processed.objects.bytesOf(key).toString('latin1')).not.toMatch(/GPS|\0\0Nikon|Canon|Apple|http:/);
    }
  });
});

describeWithCorpus('photos of cameras', () => {
  // holds: promise.no-metadata
  test.each(corpusNames('photos').filter(name => name.endsWith('.jpg')))('%s leaves no metadata in any rendition', async name => {
    const { renditions, objects } = await processImage(corpusFile(`photos/${name}`), settingsOf(
      [sizeOf('thumbnail', { width: 150, height: 150, fit: 'cover' }), sizeOf('small', { width: 480, watermark: true })], IMAGE_FORMATS, TEXT_WATERMARK));
    expect(renditions).toHaveLength(8);
    for (const { key } of renditions) {
      const bytes = objects.bytesOf(key);
      const { exif, icc, xmp, iptc, orientation, comments, space } = await sharp(bytes).metadata();
      expect([exif, icc, xmp, iptc, orientation, comments, space]).toEqual([...Array<undefined>(6).fill(undefined), 'srgb']);
      expect(bytes.toString('latin1')).not.toMatch(/GPS|Exif\0\0|http:|Apple|NOKIA|Picasa/);
    }
  });
});
