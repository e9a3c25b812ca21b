import { fail, requireKnown, requireMatch, requireWhole } from './check';
import { SIZE, SizeSettings } from '../contract/image-settings';
import { Complete } from '../contract/shape';

/**
 * How an image is resized to a width and a height.
 */
export enum ImageFit {
  /** Fills the whole size and crops the rest; `position` chooses the part that is kept. */
  COVER = 'cover',
  /** Fits inside the size and fills the rest with `background`. */
  CONTAIN = 'contain',
  /** Stretches to the size and ignores the aspect ratio. */
  FILL = 'fill',
  /** As large as possible within the size; keeps the aspect ratio, crops nothing. */
  INSIDE = 'inside',
  /** As small as possible while covering the size; keeps the aspect ratio, crops nothing. */
  OUTSIDE = 'outside',
}

/**
 * The part of an image that a crop keeps.
 */
export enum CropPosition {
  /** The top left corner. */
  TOP_LEFT = 'north-west',
  /** The middle of the top edge. */
  TOP = 'north',
  /** The top right corner. */
  TOP_RIGHT = 'north-east',
  /** The middle of the left edge. */
  LEFT = 'west',
  /** The middle. */
  CENTER = 'center',
  /** The middle of the right edge. */
  RIGHT = 'east',
  /** The bottom left corner. */
  BOTTOM_LEFT = 'south-west',
  /** The middle of the bottom edge. */
  BOTTOM = 'south',
  /** The bottom right corner. */
  BOTTOM_RIGHT = 'south-east',
}

/**
 * Options of one size.
 */
export interface ImageSizeOptions {
  /**
   * Width in pixels, 1 to 16383 (the largest that WebP can hold).
   *
   * @default - from the height and the aspect ratio of the image
   */
  readonly width?: number;

  /**
   * Height in pixels, 1 to 16383 (the largest that WebP can hold).
   *
   * @default - from the width and the aspect ratio of the image
   */
  readonly height?: number;

  /**
   * How an image is resized. `COVER`, `CONTAIN` and `FILL` require a width and a height.
   *
   * @default ImageFit.INSIDE
   */
  readonly fit?: ImageFit;

  /**
   * The part of the image to keep if `fit` crops it.
   *
   * @default CropPosition.CENTER
   */
  readonly position?: CropPosition;

  /**
   * Background color for `ImageFit.CONTAIN`: `#rrggbb`, or `#rrggbbaa` with opacity.
   *
   * @default '#ffffff'
   */
  readonly background?: string;

  /**
   * Whether to enlarge images that are smaller than the size. Enlarging adds bytes but no detail.
   *
   * @default false
   */
  readonly enlarge?: boolean;

  /**
   * Whether to draw the watermark of the system on this size.
   *
   * @default true
   */
  readonly watermark?: boolean;
}

const NEEDS_BOTH_SIDES: readonly ImageFit[] = [ImageFit.COVER, ImageFit.CONTAIN, ImageFit.FILL];

/**
 * A size in which every image is rendered. Clients request it by name; other sizes do not exist.
 */
export class ImageSize {
  /**
   * Creates a size. At least one of width and height is required.
   *
   * @param name name in requests (`?size=medium`): 1 to 32 lower-case letters, digits, `-` and `_`, starting and ending with a letter or digit
   * @param options dimensions and how an image is resized to them
   */
  public static of(name: string, options: ImageSizeOptions): ImageSize {
    return new ImageSize(name, options);
  }

  private readonly settings: Complete<Omit<SizeSettings, 'recipe'>>;

  /** Name that clients request. */
  public readonly name: string;

  private constructor(name: string, options: ImageSizeOptions) {
    this.name = name;
    requireMatch('the name of a size', name, SIZE.name.pattern, '1 to 32 lower-case letters, digits, "-" and "_", starting and ending with a letter or digit');
    const { width, height, position = CropPosition.CENTER, enlarge = false, watermark = true } = options;
    const fit = options.fit ?? ImageFit.INSIDE;
    checkSides(name, options, fit);
    const background = checkBackground(name, options, fit);
    this.settings = { name, width, height, fit, position, background, enlarge, watermark };
  }

  /**
   * The size as plain data for the handlers.
   *
   * @internal
   */
  public _settings(): Complete<Omit<SizeSettings, 'recipe'>> {
    return this.settings;
  }
}

function checkSides(name: string, { width, height }: ImageSizeOptions, fit: ImageFit): void {
  if (width !== undefined) requireWhole(`size '${name}': width`, width, SIZE.width);
  if (height !== undefined) requireWhole(`size '${name}': height`, height, SIZE.height);
  if (width === undefined && height === undefined) fail(`size '${name}'`, 'given a width, a height or both', 'neither');
  if (NEEDS_BOTH_SIDES.includes(fit) && (width === undefined || height === undefined)) {
    const missing = width === undefined ? 'width' : 'height';
    fail(`size '${name}' with fit '${fit}'`, 'given a width and a height', `no ${missing}`, `add a ${missing}, or use ImageFit.INSIDE`);
  }
}

function checkBackground(name: string, { background }: ImageSizeOptions, fit: ImageFit): string | undefined {
  if (background === undefined) return fit === ImageFit.CONTAIN ? '#ffffff' : undefined;
  const subject = `size '${name}': background`;
  requireKnown(subject, background);
  if (fit !== ImageFit.CONTAIN) fail(subject, 'omitted unless fit is ImageFit.CONTAIN', `fit '${fit}'`, 'remove the background or change the fit');
  requireMatch(subject, background, SIZE.background.pattern, '#rrggbb or #rrggbbaa');
  return background.toLowerCase();
}
