import { Size } from 'aws-cdk-lib';
import { PRICES, Prices } from './prices';
import { fail, failUnknown, requireNumber } from '../options/check';

/**
 * Usage that the cost of a system depends on.
 */
export interface CostOptions {
  /**
   * Images uploaded per month.
   */
  readonly imagesPerMonth: number;

  /**
   * Size of an average original, a photograph. Its pixel count is estimated from it, with the bytes per pixel of phone cameras.
   *
   * @default - 3 MB, about 14 megapixels
   */
  readonly averageSize?: Size;

  /**
   * Views of an image over the internet. Each is an API call for a URL and a download of one rendition.
   *
   * @default 10
   */
  readonly viewsPerImage?: number;

  /**
   * Months that images are kept, originals and renditions alike. The estimate is for a month in which the images of
   * this many months are stored.
   *
   * @default 12
   */
  readonly monthsKept?: number;

  /**
   * Users who sign in per month. The first 10,000 are free.
   *
   * @default 0
   */
  readonly monthlyActiveUsers?: number;

  /**
   * Your own prices in US dollars, by the names that `docs/cost.md` lists.
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

const MAX = 1e12;

export function toCostSettings(options: CostOptions): CostSettings {
  const { imagesPerMonth: images, averageSize = Size.bytes(3_000_000) } = options;
  const { viewsPerImage = 10, monthsKept = 12, monthlyActiveUsers = 0 } = options;
  if (averageSize.isUnresolved()) failUnknown('averageSize', 'write the size itself');
  const originalBytes = averageSize.toBytes();
  requireNumber('imagesPerMonth', images, { min: 0, max: MAX });
  requireNumber('averageSize (in bytes)', originalBytes, { min: 1, max: MAX });
  requireNumber('viewsPerImage', viewsPerImage, { min: 0, max: MAX });
  requireNumber('monthsKept', monthsKept, { min: 0, max: 1200 });
  requireNumber('monthlyActiveUsers', monthlyActiveUsers, { min: 0, max: MAX });
  return { images, originalBytes, viewsPerImage, monthsKept, monthlyActiveUsers };
}

/** @throws Error for an unknown price name or an invalid price */
export function withPrices(own: Readonly<Record<string, number>> = {}): Prices {
  for (const [name, price] of Object.entries(own)) {
    if (!(name in PRICES)) fail(`prices: '${name}'`, `one of ${Object.keys(PRICES).join(', ')}`, 'another name');
    if (!(price >= 0 && Number.isFinite(price))) fail(`prices: ${name}`, 'a number of US dollars, 0 or more', String(price));
  }
  return { ...PRICES, ...own };
}
