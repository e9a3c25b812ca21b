import type { Metadata } from 'sharp';
import { Dimensions } from './geometry';
import { MissingObjectError, ObjectTooLargeError, StoredObject } from './objects';
import { sharp } from './sharp-runtime';
import { ImageLimits } from '../../../src/contract/image-settings';
import { AcceptedType } from '../../../src/contract/media-types';
import { RejectionReason } from '../../../src/contract/statuses';
import { MissingOriginal, Rejection } from '../../../src/contract/workflow';

/** What a file's header declares; no pixel is decoded. */
export interface ImageHeader {
  /** Pixels of one frame, as stored. */
  readonly width: number;
  readonly height: number;
  /** The same after EXIF orientation. */
  readonly upright: { readonly width: number; readonly height: number };
  /** Whether EXIF orientation rotates or mirrors the image. */
  readonly reoriented: boolean;
  /** 1 unless animated; further pages of a TIFF do not count. */
  readonly frames: number;
  /** Milliseconds of each frame, and the number of repetitions (0: for ever). */
  readonly delay?: readonly number[];
  readonly loop?: number;
  /** libvips' name of the colour space: `srgb`, `b-w`, `cmyk`, `rgb16`, `grey16`, ... */
  readonly space: string;
  /** ICC profile, not parsed. */
  readonly profile?: Buffer;
  /** How much of the image the decoder holds in memory at once, which sets the pixel limit. */
  readonly decoding: Decoding;
  /** EXIF block as stored, not parsed. */
  readonly exif?: Buffer;
}

/** A few rows, all pixels, or several copies of all pixels. */
export type Decoding = 'streamed' | 'buffered' | 'avif';

/** sharp's formats with an enabled loader and a built-in decoder; `heif` only with AV1 inside. */
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

/** @throws RejectedFile if the bytes are not the header of an accepted type */
export async function inspectImage(bytes: Buffer): Promise<ImageHeader> {
  // The caller checks the limits against what the header declares.
  const metadata = await readingFile(() => sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata());
  if (!FORMATS.includes(metadata.format) || (metadata.format === 'heif' && metadata.compression !== 'av1')) {
    throw new RejectedFile('unsupported-type');
  }
  return headerOf(metadata);
}

function headerOf(metadata: Metadata): ImageHeader {
  const animation = metadata.format === 'gif' || metadata.format === 'webp';
  return {
    width: metadata.width,
    height: metadata.height,
    reoriented: (metadata.orientation ?? 1) > 1,
    upright: { width: metadata.autoOrient.width, height: metadata.autoOrient.height },
    frames: animation ? metadata.pages ?? 1 : 1,
    delay: metadata.delay,
    loop: metadata.loop,
    space: metadata.space,
    profile: metadata.icc,
    decoding: decodingOf(metadata),
    exif: metadata.exif,
  };
}

function decodingOf({ format, isProgressive }: Metadata): Decoding {
  if (format === 'heif') return 'avif';
  return isProgressive || format === 'gif' || format === 'webp' ? 'buffered' : 'streamed';
}

/** AVIF's brands in an ISO media file; HEIC has others, and both share the structural `mif1` and `msf1`. */
const AVIF_BRANDS = ['avif', 'avis'];

/** The type by the file's first bytes, or undefined if it is not accepted. File name and declared type prove nothing. */
export function sniffType(head: Buffer): AcceptedType | undefined {
  const text = (start: number, end: number) => head.toString('latin1', start, end);
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(text(0, 4))) return 'image/tiff';
  if (text(4, 8) === 'ftyp' && brands(head).some(brand => AVIF_BRANDS.includes(brand))) return 'image/avif';
  return undefined;
}

/** The major brand, four bytes of version, then the compatible brands. */
function brands(head: Buffer): string[] {
  const end = Math.min(head.length, head.readUInt32BE(0));
  const found = [head.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) found.push(head.toString('latin1', at, at + 4));
  return found;
}

/**
 * Checks an uploaded object's size and type by its first bytes.
 *
 * @throws RejectedFile if it is empty, too large, of an unsupported type, or not of its declared type
 */
export function validateObject(object: StoredObject, limits: ImageLimits): AcceptedType {
  rejectIf(object.size === 0, 'empty-file');
  rejectIf(object.size > limits.maxFileSize, 'file-too-large');
  const type = sniffType(object.bytes);
  if (type === undefined) throw new RejectedFile('unsupported-type');
  rejectIf(type !== declaredType(object), 'type-mismatch');
  return type;
}

/** @throws RejectedFile if the image has more pixels or frames than the limits allow */
export function validateHeader({ width, height, frames, decoding }: ImageHeader, limits: ImageLimits): void {
  const pixels = width * height;
  rejectIf(Math.max(width, height) > limits.maxSide, 'too-many-pixels');
  rejectIf(pixels > Math.min(limits.maxPixels, maxPixelsOf(decoding, limits)), 'too-many-pixels');
  rejectIf(frames > limits.maxFrames, 'too-many-frames');
  rejectIf(frames > 1 && pixels * frames > limits.maxAnimationPixels, 'too-many-pixels');
}

/** @throws RejectedFile if padding or enlarging takes an animation's total pixels over the limit */
export function validateSizes(frames: number, sizes: readonly Dimensions[], limits: ImageLimits): void {
  rejectIf(frames > 1 && sizes.some(({ width, height }) => width * height * frames > limits.maxAnimationPixels), 'too-many-pixels');
}

function maxPixelsOf(decoding: Decoding, limits: ImageLimits): number {
  switch (decoding) {
    case 'streamed': return limits.maxPixels;
    case 'buffered': return limits.maxBufferedPixels;
    case 'avif': return limits.maxAvifPixels;
  }
}

/** Without parameters: S3 stores the header exactly as the client sent it. */
function declaredType(object: StoredObject): string | undefined {
  return object.type?.split(';')[0].trim().toLowerCase();
}

function rejectIf(condition: boolean, reason: RejectionReason): void {
  if (condition) throw new RejectedFile(reason);
}

/** Rejects the file from anywhere in the pipeline; a handler returns it as data (`verdictOf`). */
export class RejectedFile extends Error {
  readonly name = 'RejectedFile';
  constructor(readonly reason: RejectionReason) {
    super(`the file is rejected: ${reason}`);
  }
}

/**
 * Runs a step that only reads a user's file with sharp, and turns a decoder's complaint about a bad file into a
 * rejection. Any other error is thrown as it is: the workflow retries, then an alarm fires.
 */
export async function readingFile<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error.message) : undefined;
    throw reason ? new RejectedFile(reason) : error;
  }
}

/** Prefixes of libvips' decoder messages; `source` is the in-memory file that they seek in. */
const DECODERS = /(^|\n)\s*(Vips)?(jpeg|png|webp|gif|nsgif|tiff?|heif|avif|spng|exif|icc|source)\w*: /i;

function reasonOf(message: string): RejectionReason | undefined {
  if (/exceeds pixel limit/.test(message)) return 'too-many-pixels';
  // A TIFF may have channels that are not colours.
  if (/no known route/.test(message)) return 'unsupported-type';
  if (/out of memory|could not allocate/i.test(message)) return undefined;
  const known = /^Input buffer (has corrupt header|contains unsupported)|^Input Buffer is empty|exceeds channel limit|due to failOn setting/;
  return known.test(message) || DECODERS.test(message) ? 'corrupt-image' : undefined;
}

/** The verdict that an error stands for: the file is rejected, or its image was deleted. Any other error is rethrown. */
export function verdictOf(error: unknown): Rejection | MissingOriginal {
  if (error instanceof RejectedFile) return { outcome: 'rejected', reason: error.reason };
  if (error instanceof ObjectTooLargeError) return { outcome: 'rejected', reason: 'file-too-large' };
  if (error instanceof MissingObjectError) return { outcome: 'missing' };
  throw error;
}
