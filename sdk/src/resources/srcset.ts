import { ImageManagementError, ImageNotReadyError } from '../errors.js';
import type { ImageRecord, Rendition, RenditionUrl } from '../types.js';
import type { SrcsetOptions } from './image-options.js';

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

/** One rendition a width, narrowest first. */
export function srcsetRenditions(record: ImageRecord, { format, sizes }: Pick<SrcsetOptions, 'format' | 'sizes'>): Rendition[] {
  if (record.status === 'pending' || record.status === 'processing') throw new ImageNotReadyError(record.imageId);
  const wanted = format ?? (record.renditions.find((rendition) => rendition.format === 'webp') ?? record.renditions[0])?.format;
  const chosen = record.renditions
    .filter((rendition) => rendition.format === wanted)
    .filter((rendition) => (sizes ? sizes.includes(rendition.size) : showsWhole(rendition, record)))
    .sort((a, b) => a.width - b.width)
    // A small original gives several sizes of one width, which would be a malformed srcset.
    .filter((rendition, index, all) => rendition.width !== all[index - 1]?.width);
  if (chosen.length === 0) {
    const known = [...new Set(record.renditions.map((rendition) => `${rendition.size}.${rendition.format}`))].join(', ') || 'none';
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
  const largest = urls[urls.length - 1]!;
  return {
    srcset: urls.map(({ url, width }) => `${url} ${width}w`).join(', '),
    src: largest.url,
    width: largest.width,
    height: largest.height,
    expiresAt: new Date(Math.min(...urls.map(({ expiresAt }) => expiresAt.getTime()))),
  };
}
