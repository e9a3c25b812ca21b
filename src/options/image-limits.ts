import { fail, requireWhole } from './check';
import { DEFAULT_LIMITS, ImageLimits, LIMITS } from '../contract/image-settings';

/**
 * Limits for uploaded images. A file that exceeds one is rejected with the reason `too-many-pixels` or `too-many-frames`
 * before it is decoded. With the defaults, no file needs more than 600 MB of function memory; docs/performance.md has the
 * measurements. The file size is limited by `upload.maxFileSize`.
 */
export interface ImageLimitsOptions {
  /**
   * Pixels of an image, width x height: 1 to 250 million.
   *
   * @default 100000000
   */
  readonly maxPixels?: number;

  /**
   * Pixels of the longer side, 1 to 65500.
   *
   * @default 30000
   */
  readonly maxSide?: number;

  /**
   * Frames of an animation, 1 to 2000. Pages of a TIFF do not count.
   *
   * @default 300
   */
  readonly maxFrames?: number;

  /**
   * Pixels of an image that is decoded in memory as a whole: interlaced PNG, progressive JPEG, GIF and WebP. 1 to 120
   * million; each needs up to 10 bytes of memory.
   *
   * @default - 50 million, or `maxPixels` if that is lower
   */
  readonly maxBufferedPixels?: number;

  /**
   * Pixels of an AVIF, 1 to 50 million; each needs up to 28 bytes of memory.
   *
   * @default - 16 million, or `maxPixels` if that is lower
   */
  readonly maxAvifPixels?: number;

  /**
   * Total pixels of all frames of an animation, in the original and in each size: 1 to 70 million. Each needs up to 18
   * bytes of memory.
   *
   * @default - 25 million, or `maxPixels` if that is lower
   */
  readonly maxAnimationPixels?: number;
}

/** Limits that cannot exceed `maxPixels`. */
const LOWER = ['maxBufferedPixels', 'maxAvifPixels', 'maxAnimationPixels'] as const;

export function toImageLimits(options: ImageLimitsOptions, maxFileSize: number): ImageLimits {
  const given: Partial<ImageLimits> = { ...options, maxFileSize };
  for (const name of Object.keys(LIMITS) as (keyof ImageLimits)[]) {
    const value = given[name];
    if (value !== undefined) requireWhole(`limits.${name}`, value, LIMITS[name]);
  }
  const { maxPixels = DEFAULT_LIMITS.maxPixels, maxSide = DEFAULT_LIMITS.maxSide, maxFrames = DEFAULT_LIMITS.maxFrames } = options;
  for (const name of LOWER) {
    const value = options[name];
    if (value !== undefined && value > maxPixels) {
      fail(`limits.${name}`, `at most limits.maxPixels (${maxPixels})`, String(value), 'raise maxPixels too, or omit it');
    }
  }
  const lower = (name: (typeof LOWER)[number]) => options[name] ?? Math.min(DEFAULT_LIMITS[name], maxPixels);
  return {
    maxFileSize,
    maxPixels,
    maxSide,
    maxFrames,
    maxBufferedPixels: lower('maxBufferedPixels'),
    maxAvifPixels: lower('maxAvifPixels'),
    maxAnimationPixels: lower('maxAnimationPixels'),
  };
}
