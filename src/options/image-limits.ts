import { fail, requireWhole } from './check';
import { DEFAULT_LIMITS, ImageLimits, LIMITS } from '../contract/image-settings';

/**
 * Limits of the images that are processed; a file beyond one is rejected with the reason `too-many-pixels` or
 * `too-many-frames`, before a pixel is decoded. With the defaults no file takes more than 600 MB of the functions'
 * memory; docs/performance.md has the measurements. The size of files is `upload.maxFileSize`.
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
   * Frames of an animation, 1 to 2000; further pages of a TIFF are not counted.
   *
   * @default 300
   */
  readonly maxFrames?: number;

  /**
   * Pixels of an image whose decoder holds all of them at once: interlaced PNG, progressive JPEG, GIF and WebP. 1 to
   * 120 million; it takes up to 10 bytes of memory for each.
   *
   * @default - 50 million, or `maxPixels` where that is less
   */
  readonly maxBufferedPixels?: number;

  /**
   * Pixels of an AVIF, 1 to 50 million; its decoder takes up to 28 bytes of memory for each.
   *
   * @default - 16 million, or `maxPixels` where that is less
   */
  readonly maxAvifPixels?: number;

  /**
   * Pixels of all frames of an animation together, as uploaded and in each size that is made of it: 1 to 70 million.
   * Each takes up to 18 bytes of memory.
   *
   * @default - 25 million, or `maxPixels` where that is less
   */
  readonly maxAnimationPixels?: number;
}

/** Parts of `maxPixels`. */
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
      fail(`limits.${name}`, `at most limits.maxPixels (${maxPixels})`, String(value), 'no image could reach it; raise maxPixels too, or leave it out');
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
