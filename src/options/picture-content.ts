import { inflateSync } from 'zlib';

/** What is checked of a watermark file before the functions decode it. */
export interface PictureContent {
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples of a pixel, by colour type. */
const PNG_SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Larger images are rejected by their size, without inflating them. */
const MAX_CHECKED_PIXELS = 4096 * 4096;

/**
 * Reads the header of a PNG, JPEG or WebP and checks that the file is complete.
 *
 * @returns `undefined` for another type, a description of the problem for a damaged file
 */
export function readPicture(bytes: Buffer): PictureContent | string | undefined {
  try {
    if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return readPng(bytes);
    if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return readJpeg(bytes);
    if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return readWebp(bytes);
  } catch {
    return 'a truncated file';
  }
  return undefined;
}

function readPng(bytes: Buffer): PictureContent | string {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, colour, interlaced] = [bytes[24], bytes[25], bytes[28]];
  const pixels: Buffer[] = [];
  let at = 8;
  for (let type = ''; type !== 'IEND'; at += 12 + bytes.readUInt32BE(at)) {
    type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') pixels.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const samples = PNG_SAMPLES[colour];
  if (width * height > MAX_CHECKED_PIXELS) return { width, height, animated: false };
  if (samples === undefined || at > bytes.length) return 'a damaged PNG';
  const inflated = inflatedLength(Buffer.concat(pixels));
  const expected = interlaced === 0 ? height * (1 + Math.ceil((width * samples * depth) / 8)) : 1;
  return inflated < expected ? 'a damaged PNG' : { width, height, animated: false };
}

/** 0 if the data are damaged: zlib verifies their checksum. */
function inflatedLength(data: Buffer): number {
  try {
    return inflateSync(data, { maxOutputLength: MAX_CHECKED_PIXELS * 9 }).length;
  } catch {
    return 0;
  }
}

function readJpeg(bytes: Buffer): PictureContent | string {
  if (bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0) return 'a truncated JPEG';
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    // Frame headers contain the size: C0 to CF except tables.
    const frame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (frame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5), animated: false };
    if (marker < 0xff01 || marker === 0xffda) return 'a damaged JPEG';
  }
}

function readWebp(bytes: Buffer): PictureContent | string {
  if (bytes.readUInt32LE(4) + 8 > bytes.length) return 'a truncated WebP';
  switch (bytes.toString('latin1', 12, 16)) {
    // The second lowest flag marks an animation.
    case 'VP8X': return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3), animated: bytes[20] % 4 >= 2 };
    case 'VP8L': {
      const sides = bytes.readUInt32LE(21);
      return { width: 1 + fourteenBits(sides), height: 1 + fourteenBits(Math.floor(sides / 2 ** 14)), animated: false };
    }
    case 'VP8 ': return { width: fourteenBits(bytes.readUInt16LE(26)), height: fourteenBits(bytes.readUInt16LE(28)), animated: false };
    default: return 'a damaged WebP';
  }
}

function fourteenBits(value: number): number {
  return value % 2 ** 14;
}
