import { requireWhole } from './check';
import { FormatSettings, ImageFormatName, MAX_EFFORT } from '../contract/image-settings';

/**
 * Options of JPEG renditions.
 */
export interface JpegOptions {
  /**
   * 1 (smallest file) to 100 (best quality).
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
   * 1 (smallest file) to 100 (best quality).
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
   * 1 (smallest file) to 100 (best quality). 65 looks like a JPEG of quality 80.
   *
   * @default 60
   */
  readonly quality?: number;

  /**
   * 0 (fastest) to 2 (smallest file). 2 takes seven times the processor time of 0 for 10 % fewer bytes; higher values would
   * exceed the timeout of the function.
   *
   * @default 0
   */
  readonly effort?: number;
}

const QUALITY = { min: 1, max: 100 };

/**
 * A format in which every size is encoded.
 */
export class ImageFormat {
  /** WebP with its defaults: quality 80, effort 2. */
  public static readonly WEBP = ImageFormat.webp();

  /** JPEG with its defaults: quality 80. Images with transparency are encoded as PNG instead. */
  public static readonly JPEG = ImageFormat.jpeg();

  /** PNG: lossless, with transparency. */
  public static readonly PNG = new ImageFormat('png');

  /** AVIF with its defaults: quality 60, effort 0. */
  public static readonly AVIF = ImageFormat.avif();

  /** WebP: about 20 % smaller than JPEG, with transparency and animation. */
  public static webp(options: WebpOptions = {}): ImageFormat {
    return new ImageFormat('webp', options.quality ?? 80, checkedEffort('webp', options.effort ?? 2));
  }

  /** JPEG: supported everywhere. Images with transparency are encoded as PNG instead. */
  public static jpeg(options: JpegOptions = {}): ImageFormat {
    return new ImageFormat('jpeg', options.quality ?? 80);
  }

  /** AVIF: about 30 % smaller than JPEG, but the slowest to encode. */
  public static avif(options: AvifOptions = {}): ImageFormat {
    return new ImageFormat('avif', options.quality ?? 60, checkedEffort('avif', options.effort ?? 0));
  }

  private readonly settings: FormatSettings;

  private constructor(format: ImageFormatName, quality?: number, effort?: number) {
    if (quality !== undefined) requireWhole(`format '${format}': quality`, quality, QUALITY);
    this.settings = { format, quality, effort };
  }

  /**
   * Name in requests (`?format=webp`).
   */
  public get name(): string {
    return this.settings.format;
  }

  /**
   * The format as plain data for the handlers.
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
