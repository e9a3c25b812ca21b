import { Size } from 'aws-cdk-lib';
import { failUnknown, requireNumber } from '../options/check';

/**
 * What a system is used for, as far as its cost depends on it.
 */
export interface CostOptions {
  /**
   * Images uploaded in a month.
   */
  readonly imagesPerMonth: number;

  /**
   * Size of an average original, a photograph. Its pixels follow from it, at the density of phones' files.
   *
   * @default - 3 MB, about 14 megapixels
   */
  readonly averageSize?: Size;

  /**
   * How often an image is looked at over the internet: each time a call of the API for an address and a download of one rendition.
   *
   * @default 10
   */
  readonly viewsPerImage?: number;

  /**
   * Months after which no image is left, of originals and renditions alike. The estimate is of a month in which as many months
   * of images are stored.
   *
   * @default 12
   */
  readonly monthsKept?: number;

  /**
   * Users who sign in within a month. The first 10,000 are free.
   *
   * @default 0
   */
  readonly monthlyActiveUsers?: number;

  /**
   * Prices of your own in US dollars, by the names that `docs/cost.md` lists.
   *
   * @default - list prices of us-east-1
   */
  readonly prices?: { readonly [name: string]: number };
}

export interface CostSettings {
  readonly images: number;
  /** Bytes. */
  readonly originalBytes: number;
  readonly viewsPerImage: number;
  readonly monthsKept: number;
  readonly monthlyActiveUsers: number;
}

const MOST = 1e12;

export function toCostSettings(options: CostOptions): CostSettings {
  const { imagesPerMonth: images, averageSize = Size.bytes(3_000_000) } = options;
  const { viewsPerImage = 10, monthsKept = 12, monthlyActiveUsers = 0 } = options;
  if (averageSize.isUnresolved()) failUnknown('averageSize', 'write the size itself');
  const originalBytes = averageSize.toBytes();
  requireNumber('imagesPerMonth', images, { min: 0, max: MOST });
  requireNumber('averageSize (in bytes)', originalBytes, { min: 1, max: MOST });
  requireNumber('viewsPerImage', viewsPerImage, { min: 0, max: MOST });
  requireNumber('monthsKept', monthsKept, { min: 0, max: 1200 });
  requireNumber('monthlyActiveUsers', monthlyActiveUsers, { min: 0, max: MOST });
  return { images, originalBytes, viewsPerImage, monthsKept, monthlyActiveUsers };
}
