import { ImageManagementError, ImageNotReadyError } from '../errors.js';
import type { ImageFormat, ImageRecord, Rendition, RenditionUrl } from '../types.js';
import type { PictureOptions } from './image-options.js';

/** Attributes of an `<img>`; `sizes` is the page's own business. */
export interface Srcset {
  /** Such as `https://… 480w, https://… 1024w`. */
  readonly srcset: string;
  /** The largest, for browsers that know no `srcset`. */
  readonly src: string;
  /** Pixels of the largest: the browser can keep its place free. */
  readonly width: number;
  readonly height: number;
  /** When the first of the addresses ends. */
  readonly expiresAt: Date;
}

/** Attributes of a `<source>`. */
export interface PictureSource {
  /** Such as `image/webp`. */
  readonly type: string;
  readonly srcset: string;
  readonly sizes: string;
}

/** What a `<picture>` is made of. */
export interface PictureSources {
  /** One for each format but that of `img`, the most compact first. */
  readonly sources: readonly PictureSource[];
  /** Attributes of the `<img>`, in the format that every browser can show where the image has one (JPEG or PNG). */
  readonly img: Omit<Srcset, 'expiresAt'> & { readonly sizes: string };
  /** When the first of the addresses ends. */
  readonly expiresAt: Date;
}

// A browser takes the first format that it knows; every one knows the last two.
const MOST_COMPACT_FIRST: readonly ImageFormat[] = ['avif', 'webp', 'png', 'jpeg'];

/** The formats that an image has, the most compact first. */
export function formatsOf({ renditions }: ImageRecord): ImageFormat[] {
  const formats = new Set(renditions.map(({ format }) => format));
  return [...formats].sort((a, b) => MOST_COMPACT_FIRST.indexOf(a) - MOST_COMPACT_FIRST.indexOf(b));
}

/** One rendition a width, narrowest first. */
export function srcsetRenditions(record: ImageRecord, { sizes }: PictureOptions, format?: ImageFormat): Rendition[] {
  if (record.status === 'pending' || record.status === 'processing') throw new ImageNotReadyError(record.imageId);
  const chosen = record.renditions
    .filter((rendition) => rendition.format === format)
    .filter((rendition) => (sizes ? sizes.includes(rendition.size) : showsWhole(rendition, record)))
    .sort((a, b) => a.width - b.width)
    // A small original gives several sizes of one width, which would be a malformed srcset.
    .filter((rendition, index, all) => rendition.width !== all[index - 1]?.width);
  if (chosen.length === 0) {
    const known = record.renditions.map((rendition) => `${rendition.size}.${rendition.format}`).join(', ') || 'none';
    throw new ImageManagementError(`Image ${record.imageId} has no rendition for this srcset; it has: ${known}.`, {
      code: 'no-rendition', retryable: false,
    });
  }
  return chosen;
}

/** Within the rounding to whole pixels. */
function showsWhole(rendition: Rendition, { width, height }: ImageRecord): boolean {
  if (!width || !height) return true;
  return Math.abs(rendition.width * height - rendition.height * width) <= Math.max(width, height);
}

export function srcsetOf(urls: readonly RenditionUrl[]): Srcset {
  const { url: src, width, height } = urls[urls.length - 1]!;
  return { srcset: urls.map((rendition) => `${rendition.url} ${rendition.width}w`).join(', '), src, width, height, expiresAt: firstEnd(urls) };
}

/** @param srcsets one for each of the formats */
export function pictureOf(formats: readonly ImageFormat[], srcsets: readonly Srcset[], sizes: string): PictureSources {
  const { expiresAt: _expiresAt, ...img } = srcsets[srcsets.length - 1]!;
  const sources = srcsets.slice(0, -1).map(({ srcset }, index) => ({ type: `image/${formats[index]}`, srcset, sizes }));
  return { sources, img: { ...img, sizes }, expiresAt: firstEnd(srcsets) };
}

function firstEnd(ends: ReadonlyArray<{ readonly expiresAt: Date }>): Date {
  return new Date(Math.min(...ends.map(({ expiresAt }) => expiresAt.getTime())));
}
