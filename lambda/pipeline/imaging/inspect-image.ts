import type { Metadata } from 'sharp';
import { readingFile, RejectedFile } from './rejection';
import { sharp } from './sharp-runtime';

/** What a header says; no pixel is decoded. */
export interface ImageHeader {
  /** Pixels of one frame as stored. */
  readonly width: number;
  readonly height: number;
  /** The same, upright. */
  readonly upright: { readonly width: number; readonly height: number };
  /** Whether EXIF asks for it to be turned or mirrored. */
  readonly turned: boolean;
  /** 1 for all but animations; further pages of a TIFF are no frames. */
  readonly frames: number;
  /** Milliseconds of each frame, and how often they repeat (0: for ever). */
  readonly delay?: readonly number[];
  readonly loop?: number;
  /** Colour space as libvips names it: `srgb`, `b-w`, `cmyk`, `rgb16`, `grey16`, ... */
  readonly space: string;
  /** ICC profile, unread. */
  readonly profile?: Buffer;
  /** How much of it its decoder holds at once, which decides how many pixels it may have. */
  readonly decoding: Decoding;
  /** As stored, unread. */
  readonly exif?: Buffer;
}

/** Some rows, all pixels, or all pixels several times over. */
export type Decoding = 'streamed' | 'buffered' | 'avif';

/** Formats of sharp whose loaders are open and whose decoder is at hand; `heif` is only so with AV1 inside. */
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

/** @throws RejectedFile where the bytes are no header of an accepted type. */
export async function inspectImage(bytes: Buffer): Promise<ImageHeader> {
  // Limits are judged by the caller, on what the header claims.
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
    turned: (metadata.orientation ?? 1) > 1,
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
