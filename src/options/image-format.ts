import { requireWhole } from './check';
import { DEFAULT_FORMATS, FORMATS, FormatSettings } from '../contract/image-settings';

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

/**
 * A format in which every size is encoded.
 */
export class ImageFormat {
  /** WebP with its defaults: quality 80, effort 2. */
  public static readonly WEBP = ImageFormat.webp();

  /** JPEG with its defaults: quality 80. Images with transparency are encoded as PNG instead. */
  public static readonly JPEG = ImageFormat.jpeg();

  /** PNG: lossless, with transparency. */
  public static readonly PNG = new ImageFormat(DEFAULT_FORMATS.png);

  /** AVIF with its defaults: quality 60, effort 0. */
  public static readonly AVIF = ImageFormat.avif();

  /** WebP: about 20 % smaller than JPEG, with transparency and animation. */
  public static webp(options: WebpOptions = {}): ImageFormat {
    const { quality = DEFAULT_FORMATS.webp.quality, effort = DEFAULT_FORMATS.webp.effort } = options;
    return new ImageFormat({ format: 'webp', quality, effort });
  }

  /** JPEG: supported everywhere. Images with transparency are encoded as PNG instead. */
  public static jpeg(options: JpegOptions = {}): ImageFormat {
    return new ImageFormat({ format: 'jpeg', quality: options.quality ?? DEFAULT_FORMATS.jpeg.quality });
  }

  /** AVIF: about 30 % smaller than JPEG, but the slowest to encode. */
  public static avif(options: AvifOptions = {}): ImageFormat {
    const { quality = DEFAULT_FORMATS.avif.quality, effort = DEFAULT_FORMATS.avif.effort } = options;
    return new ImageFormat({ format: 'avif', quality, effort });
  }

  private readonly settings: FormatSettings;

  private constructor(settings: FormatSettings) {
    const { format } = settings;
    if ('quality' in settings) requireWhole(`format '${format}': quality`, settings.quality, FORMATS[settings.format].quality);
    if ('effort' in settings) requireWhole(`format '${format}': effort`, settings.effort, FORMATS[settings.format].effort);
    this.settings = settings;
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
