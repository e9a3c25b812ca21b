import { crc32 } from 'node:zlib';
import type { Sharp } from 'sharp';
import { writeExif } from './exif';
import { sharp } from './sharp-runtime';
import { KeptMetadata } from '../../../src/contract/workflow';

/**
 * Encodes with the kept fields as the only metadata. libvips makes room for them in whatever container, but writes
 * ASCII alone and tags that nobody asked for; so its block is replaced, at its full length, by one of our own.
 */
export async function encodeWithMetadata(encoder: Sharp, metadata: KeptMetadata): Promise<Buffer> {
  const block = writeExif(metadata);
  const image = await encoder.withExif({ IFD0: { Copyright: '-'.repeat(block.length) } }).toBuffer();
  const { exif } = await sharp(image, { limitInputPixels: false }).metadata();
  const at = exif ? image.indexOf(exif) : -1;
  if (!exif || at < 0) throw new Error('an image encoded with EXIF should hold it in one piece, and does not: did the version of sharp change?');
  // Behind the prefix, where there is one, begins the block proper.
  const start = at + (exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  const end = at + exif.length;
  image.fill(0, start, end);
  block.copy(image, start);
  // PNG guards its chunks: type and content, then the sum.
  if (image.toString('latin1', start - 4, start) === 'eXIf') image.writeUInt32BE(crc32(image.subarray(start - 4, end)), end);
  return image;
}
