import { DEFAULT_LIMITS, ImageLimits } from '../../../../src/contract/image-settings';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import { validateImage } from '../../../pipeline/validation/validate-image';
import { corpusFile, describeWithCorpus } from '../imaging/support/corpus';
import { MemoryObjects } from '../imaging/support/memory-objects';
import { UPLOAD } from '../imaging/support/process-image';
import { animation, gradient, plain } from '../imaging/support/samples';

async function validate(bytes: Buffer, type: string, limits: Partial<ImageLimits> = {}) {
  const objects = new MemoryObjects();
  objects.entries.set(UPLOAD.key, { bytes, type });
  const verdict = await validateImage(UPLOAD, objects, { ...DEFAULT_LIMITS, ...limits });
  return { verdict, reads: objects.reads.map(read => read.split(' ')[0]) };
}
const rejected = (reason: string) => ({ outcome: 'rejected', reason });

describe('a sound image', () => {
  const make = () => sharp(gradient(64, 48), { raw: { width: 64, height: 48, channels: 3 } });
  test.each([
    ['image/jpeg', () => make().jpeg().toBuffer()],
    ['image/png', () => make().png().toBuffer()],
    ['image/webp', () => make().webp().toBuffer()],
    ['image/gif', () => make().gif().toBuffer()],
    ['image/tiff', () => make().tiff().toBuffer()],
    ['image/avif', () => make().avif({ effort: 0 }).toBuffer()],
  ] as const)('is accepted as %s', async (type, encode) => {
    const bytes = await encode();
    const { verdict, reads } = await validate(bytes, type);
    expect(verdict).toEqual({ outcome: 'accepted', type, size: bytes.length, width: 64, height: 48, frames: 1 });
    expect(reads).toEqual(['head']);
  });

  test('is accepted with any case and parameters of its declared type', async () => {
    const { verdict } = await validate(await plain(4, 4, '#fff'), 'Image/PNG; charset=binary');
    expect(verdict.outcome).toBe('accepted');
  });

  test.each(['gif', 'webp'] as const)('counts the frames of an animated %s', async format => {
    const { verdict } = await validate(await animation(format, 4, 0), `image/${format}`);
    expect(verdict).toMatchObject({ outcome: 'accepted', width: 64, height: 64, frames: 4 });
  });

  test('has the dimensions that are stored, before it is turned', async () => {
    const { verdict } = await validate(await make().jpeg().withMetadata({ orientation: 6 }).toBuffer(), 'image/jpeg');
    expect(verdict).toMatchObject({ width: 64, height: 48 });
  });
});

describe('what is read', () => {
  const noise = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } } });

  test('of a big JPEG the first 64 KB are enough', async () => {
    const { verdict, reads } = await validate(await noise(800, 600).jpeg().toBuffer(), 'image/jpeg');
    expect(verdict.outcome).toBe('accepted');
    expect(reads).toEqual(['head']);
  });

  test.each(['webp', 'tiff'] as const)('a big %s is read whole', async format => {
    const { verdict, reads } = await validate(await noise(800, 600)[format]().toBuffer(), `image/${format}`);
    expect(verdict.outcome).toBe('accepted');
    expect(reads).toEqual(['head', 'whole']);
  });

  test('a JPEG whose header is longer than that is read whole', async () => {
    const jpeg = await noise(80, 60).jpeg().toBuffer();
    const comment = Buffer.alloc(65_000, 'x');
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(comment.length - 2, 2);
    const { verdict, reads } = await validate(Buffer.concat([jpeg.subarray(0, 2), comment, comment, jpeg.subarray(2)]), 'image/jpeg');
    expect(verdict).toMatchObject({ outcome: 'accepted', width: 80, height: 60 });
    expect(reads).toEqual(['head', 'whole']);
  });
});

describe('a file at fault', () => {
  test('rejects nothing at all as an empty file', async () => {
    expect((await validate(Buffer.alloc(0), 'image/jpeg')).verdict).toEqual(rejected('empty-file'));
  });

  test('rejects a byte too many, and reads no more of it', async () => {
    const bytes = await plain(10, 10, '#fff');
    expect((await validate(bytes, 'image/png', { maxFileSize: bytes.length })).verdict.outcome).toBe('accepted');
    const { verdict, reads } = await validate(bytes, 'image/png', { maxFileSize: bytes.length - 1 });
    expect(verdict).toEqual(rejected('file-too-large'));
    expect(reads).toEqual(['head']);
  });

  test.each([
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['PDF', '%PDF-1.7'],
    ['random bytes', 'Q\x80\x17f\x99'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ])('rejects %s under an image type as unsupported', async (_, text) => {
    expect((await validate(Buffer.from(text, 'latin1'), 'image/jpeg')).verdict).toEqual(rejected('unsupported-type'));
  });

  const types = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff'] as const;
  test.each(types.flatMap(content => types.filter(type => type !== content).map(type => [content, type] as const)))(
    'rejects %s declared as %s', async (content, type) => {
      const format = content.slice('image/'.length) as 'jpeg';
      expect((await validate(await sharp(await plain(8, 8, '#fff'))[format]().toBuffer(), type)).verdict).toEqual(rejected('type-mismatch'));
    });

  test.each([undefined, 'application/octet-stream'])('rejects an image declared as %s', async type => {
    expect((await validate(await plain(8, 8, '#fff'), type as string)).verdict).toEqual(rejected('type-mismatch'));
  });

  test.each([
    ['image/jpeg', '\xff\xd8\xff'],
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\xff\xff\0\0WEBPVP8 '],
    ['image/tiff', 'II*\0\x08\0\0\0'],
    ['image/avif', '\0\0\0\x18ftypavif\0\0\0\0avifmif1'],
  ])('rejects %s that is nothing but its first bytes as corrupt', async (type, text) => {
    expect((await validate(Buffer.from(text, 'latin1'), type)).verdict).toEqual(rejected('corrupt-image'));
  });

  test.each([
    ['too-many-pixels', { maxPixels: 47 }],
    ['too-many-pixels', { maxSide: 7 }],
  ])('rejects as %s beyond %p', async (reason, limits) => {
    expect((await validate(await plain(8, 6, '#fff'), 'image/png', { maxPixels: 48, maxSide: 8 })).verdict.outcome).toBe('accepted');
    expect((await validate(await plain(8, 6, '#fff'), 'image/png', limits)).verdict).toEqual(rejected(reason));
  });

  test.each([
    ['too-many-frames', { maxFrames: 2 }],
    ['too-many-pixels', { maxAnimationPixels: 64 * 64 * 3 - 1 }],
    ['too-many-pixels', { maxBufferedPixels: 64 * 64 - 1 }],
  ])('rejects an animation as %s beyond %p', async (reason, limits) => {
    const bytes = await animation('gif', 3, 0);
    const enough = { maxFrames: 3, maxPixels: 64 * 64, maxBufferedPixels: 64 * 64, maxAnimationPixels: 64 * 64 * 3 };
    expect((await validate(bytes, 'image/gif', enough)).verdict.outcome).toBe('accepted');
    expect((await validate(bytes, 'image/gif', limits)).verdict).toEqual(rejected(reason));
  });

  const still = () => sharp(gradient(8, 6), { raw: { width: 8, height: 6, channels: 3 } });
  test.each([
    ['a progressive JPEG', 'image/jpeg', 'maxBufferedPixels', () => still().jpeg({ progressive: true }).toBuffer()],
    ['an interlaced PNG', 'image/png', 'maxBufferedPixels', () => still().png({ progressive: true }).toBuffer()],
    ['a WebP', 'image/webp', 'maxBufferedPixels', () => still().webp().toBuffer()],
    ['an AVIF', 'image/avif', 'maxAvifPixels', () => still().avif({ effort: 0 }).toBuffer()],
  ] as const)('rejects %s beyond its own limit, however many pixels others may have', async (_, type, limit, encode) => {
    const bytes = await encode();
    expect((await validate(bytes, type, { [limit]: 48 })).verdict.outcome).toBe('accepted');
    expect((await validate(bytes, type, { [limit]: 47 })).verdict).toEqual(rejected('too-many-pixels'));
  });

  test.each([
    ['a JPEG', 'image/jpeg', () => still().jpeg().toBuffer()],
    ['a PNG', 'image/png', () => still().png().toBuffer()],
    ['a TIFF', 'image/tiff', () => still().tiff().toBuffer()],
  ] as const)('%s that is decoded row by row is held by no lower limit', async (_, type, encode) => {
    const lower = { maxBufferedPixels: 1, maxAvifPixels: 1, maxAnimationPixels: 1 };
    const { verdict } = await validate(await encode(), type, { maxPixels: 48, ...lower });
    expect(verdict.outcome).toBe('accepted');
  });

  // holds: threat.image.decompression-bomb
  test('rejects a header that claims more pixels than the limit, however small the file', async () => {
    const bytes = await plain(8, 8, '#fff');
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    // Right or wrong checksum: no such image is decoded.
    expect((await validate(bytes, 'image/png')).verdict).toMatchObject({ outcome: 'rejected' });
  });
});

describe('no file', () => {
  test('reports an object that was deleted meanwhile', async () => {
    expect(await validateImage(UPLOAD, new MemoryObjects(), DEFAULT_LIMITS)).toEqual({ outcome: 'missing' });
  });

  test('fails with the error of the store', async () => {
    const broken = { get: () => Promise.reject(new Error('no answer')), getHead: () => Promise.reject(new Error('no answer')) };
    await expect(validateImage(UPLOAD, broken, DEFAULT_LIMITS)).rejects.toThrow('no answer');
  });
});

describeWithCorpus('a HEIC of a phone', () => {
  // holds: threat.image.false-type, threat.image.decoder-flaw
  test('is rejected as unsupported with any declared type', async () => {
    for (const type of ['image/heic', 'image/jpeg', 'image/avif']) {
      expect((await validate(corpusFile('photos/iphone.heic'), type)).verdict).toEqual(rejected('unsupported-type'));
    }
  });
});
