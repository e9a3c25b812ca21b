import { requireWhole } from './check';
import { FormatSettings, ImageFormatName, MAX_EFFORT } from '../contract/image-settings';

/**
 * Options of JPEG renditions.
 */
export interface JpegOptions {
  /**
   * 1 (smallest file) to 100 (best picture).
   *
   * @default 80
   */
  readonly quality?: number;
}

/**
 * Options of WebP renditions.
 */
export interface WebpOptions {
  /**
   * 1 (smallest file) to 100 (best picture).
   *
   * @default 80
   */
  readonly quality?: number;

  /**
   * 0 (fastest) to 6 (smallest file). 4 takes twice the processor time of 2 for 7 % fewer bytes.
   *
   * @default 2
   */
  readonly effort?: number;
}

/**
 * Options of AVIF renditions.
 */
export interface AvifOptions {
  /**
   * 1 (smallest file) to 100 (best picture). 65 looks like a JPEG of quality 80.
   *
   * @default 60
   */
  readonly quality?: number;

  /**
   * 0 (fastest) to 2 (smallest file). 2 takes seven times the processor time of 0 for 10 % fewer bytes; more than
   * 2 does not end within a function's time limit.
   *
   * @default 0
   */
  readonly effort?: number;
}

const QUALITY = { min: 1, max: 100 };

/**
 * A format that every size is made in.
 */
export class ImageFormat {
  /** WebP with its defaults: quality 80, effort 2. */
  public static readonly WEBP = ImageFormat.webp();

  /** JPEG with its defaults: quality 80. An image with transparency becomes a PNG in its place. */
  public static readonly JPEG = ImageFormat.jpeg();

  /** PNG: lossless, with transparency. */
  public static readonly PNG = new ImageFormat('png');

  /** AVIF with its defaults: quality 60, effort 0. */
  public static readonly AVIF = ImageFormat.avif();

  /** WebP: about 20 % smaller than JPEG, with transparency and animation. */
  public static webp(options: WebpOptions = {}): ImageFormat {
    return new ImageFormat('webp', options.quality ?? 80, checkedEffort('webp', options.effort ?? 2));
  }

  /** JPEG: what every program reads. An image with transparency becomes a PNG in its place. */
  public static jpeg(options: JpegOptions = {}): ImageFormat {
    return new ImageFormat('jpeg', options.quality ?? 80);
  }

  /** AVIF: about 30 % smaller than JPEG, for the most processor time. */
  public static avif(options: AvifOptions = {}): ImageFormat {
    return new ImageFormat('avif', options.quality ?? 60, checkedEffort('avif', options.effort ?? 0));
  }

  private readonly settings: FormatSettings;

  private constructor(format: ImageFormatName, quality?: number, effort?: number) {
    if (quality !== undefined) requireWhole(`format '${format}': quality`, quality, QUALITY);
    this.settings = { format, quality, effort };
  }

  /**
   * The name that clients ask for (`?format=webp`).
   */
  public get name(): string {
    return this.settings.format;
  }

  /**
   * The format as the handlers read it.
   *
   * @internal
   */
  public _settings(): FormatSettings {
    return this.settings;
  }
}

function checkedEffort(format: 'webp' | 'avif', effort: number): number {
  requireWhole(`format '${format}': effort`, effort, { min: 0, max: MAX_EFFORT[format] });
  return effort;
}
