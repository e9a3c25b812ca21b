import { ImageManagementError, ImageNotReadyError } from '../errors.js';
import type { ImageFormat, ImageRecord, Rendition, RenditionUrl } from '../types.js';
import type { PictureOptions } from './image-options.js';

/** Attributes of an `<img>`, without `sizes`, which depends on the page. */
export interface Srcset {
  /** Such as `https://… 480w, https://… 1024w`. */
  readonly srcset: string;
  /** The largest rendition, for browsers without `srcset`. */
  readonly src: string;
  /** Pixels of the largest rendition: the browser reserves the space for it. */
  readonly width: number;
  readonly height: number;
  /** When the first of the URLs expires. */
  readonly expiresAt: Date;
}

/** Attributes of a `<source>`. */
export interface PictureSource {
  /** Such as `image/webp`. */
  readonly type: string;
  readonly srcset: string;
  readonly sizes: string;
}

/** Content of a `<picture>`. */
export interface PictureSources {
  /** One for each format except that of `img`, the most compact first. */
  readonly sources: readonly PictureSource[];
  /** Attributes of the `<img>`, in a format that every browser can show (JPEG or PNG) if the image has one. */
  readonly img: Omit<Srcset, 'expiresAt'> & { readonly sizes: string };
  /** When the first of the URLs expires. */
  readonly expiresAt: Date;
}

// A browser uses the first format that it supports; every browser supports the last two.
const MOST_COMPACT_FIRST: readonly ImageFormat[] = ['avif', 'webp', 'png', 'jpeg'];

/** The formats of an image, the most compact first. */
export function formatsOf({ renditions }: ImageRecord): ImageFormat[] {
  const formats = new Set(renditions.map(({ format }) => format));
  return [...formats].sort((a, b) => MOST_COMPACT_FIRST.indexOf(a) - MOST_COMPACT_FIRST.indexOf(b));
}

/** One rendition for each width, the narrowest first. */
export function srcsetRenditions(record: ImageRecord, { sizes }: PictureOptions, format?: ImageFormat): Rendition[] {
  if (record.status === 'pending' || record.status === 'processing') throw new ImageNotReadyError(record.imageId);
  const chosen = record.renditions
    .filter((rendition) => rendition.format === format)
    .filter((rendition) => (sizes ? sizes.includes(rendition.size) : isUncropped(rendition, record)))
    .sort((a, b) => a.width - b.width)
    // Sizes of a small original can have the same width, which a srcset must not repeat.
    .filter((rendition, index, all) => rendition.width !== all[index - 1]?.width);
  if (chosen.length === 0) {
    const known = record.renditions.map((rendition) => `${rendition.size}.${rendition.format}`).join(', ') || 'none';
    throw new ImageManagementError(`Image ${record.imageId} has no rendition for this srcset. It has: ${known}.`, {
      code: 'no-rendition', retryable: false,
    });
  }
  return chosen;
}

/** Whether the rendition is uncropped: it has the original's proportions, apart from rounding to whole pixels. */
function isUncropped(rendition: Rendition, { width, height }: ImageRecord): boolean {
  if (!width || !height) return true;
  return Math.abs(rendition.width * height - rendition.height * width) <= Math.max(width, height);
}

export function srcsetOf(urls: readonly RenditionUrl[]): Srcset {
  const { url: src, width, height } = urls[urls.length - 1]!;
  return { srcset: urls.map((rendition) => `${rendition.url} ${rendition.width}w`).join(', '), src, width, height, expiresAt: earliestExpiry(urls) };
}

/** @param srcsets one for each format */
export function pictureOf(formats: readonly ImageFormat[], srcsets: readonly Srcset[], sizes: string): PictureSources {
  const { expiresAt: _expiresAt, ...img } = srcsets[srcsets.length - 1]!;
  const sources = srcsets.slice(0, -1).map(({ srcset }, index) => ({ type: `image/${formats[index]}`, srcset, sizes }));
  return { sources, img: { ...img, sizes }, expiresAt: earliestExpiry(srcsets) };
}

function earliestExpiry(items: ReadonlyArray<{ readonly expiresAt: Date }>): Date {
  return new Date(Math.min(...items.map(({ expiresAt }) => expiresAt.getTime())));
}
