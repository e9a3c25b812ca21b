import { fail, requireKnown, requireMatch, requireWhole } from './check';
import { CropPosition } from './crop-position';
import { ImageFit } from './image-fit';
import { SIZE, SizeSettings } from '../contract/image-settings';
import { Complete } from '../contract/shape';

/**
 * Options of one size.
 */
export interface ImageSizeOptions {
  /**
   * Width in pixels, 1 to 16383 (the largest that WebP can hold).
   *
   * @default - follows from the height and the image's proportions
   */
  readonly width?: number;

  /**
   * Height in pixels, 1 to 16383 (the largest that WebP can hold).
   *
   * @default - follows from the width and the image's proportions
   */
  readonly height?: number;

  /**
   * How an image fills the size. `COVER`, `CONTAIN` and `FILL` need a width and a height.
   *
   * @default ImageFit.INSIDE
   */
  readonly fit?: ImageFit;

  /**
   * Which part of the image stays where `fit` crops it.
   *
   * @default CropPosition.CENTER
   */
  readonly position?: CropPosition;

  /**
   * Fill beside the image with `ImageFit.CONTAIN`: `#rrggbb`, or `#rrggbbaa` with an opacity.
   *
   * @default '#ffffff'
   */
  readonly background?: string;

  /**
   * Whether an image that is smaller than the size is enlarged. An enlarged image has more bytes and no more detail.
   *
   * @default false
   */
  readonly enlarge?: boolean;

  /**
   * Whether the system's watermark is drawn on this size.
   *
   * @default true
   */
  readonly watermark?: boolean;
}

const NEEDS_BOTH_SIDES: readonly ImageFit[] = [ImageFit.COVER, ImageFit.CONTAIN, ImageFit.FILL];

/**
 * One size that every image is made in. Clients ask for it by its name; no other size exists.
 */
export class ImageSize {
  /**
   * A size by its bounds. At least one of width and height is needed.
   *
   * @param name what clients ask for (`?size=medium`): 1 to 32 lower-case letters, digits, `-` and `_`, the first and the last a letter or digit
   * @param options bounds of the size and how an image fills them
   */
  public static of(name: string, options: ImageSizeOptions): ImageSize {
    return new ImageSize(name, options);
  }

  private readonly settings: Complete<Omit<SizeSettings, 'recipe'>>;

  /** What clients ask for it by. */
  public readonly name: string;

  private constructor(name: string, options: ImageSizeOptions) {
    this.name = name;
    requireMatch('the name of a size', name, SIZE.name.pattern, '1 to 32 lower-case letters, digits, "-" and "_", the first and the last a letter or digit');
    const { width, height, position = CropPosition.CENTER, enlarge = false, watermark = true } = options;
    const fit = options.fit ?? ImageFit.INSIDE;
    checkSides(name, options, fit);
    const background = checkBackground(name, options, fit);
    this.settings = { name, width, height, fit, position, background, enlarge, watermark };
  }

  /**
   * The size as the handlers read it.
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
  if (width === undefined && height === undefined) fail(`size '${name}'`, 'bounded by a width, a height or both', 'neither');
  if (NEEDS_BOTH_SIDES.includes(fit) && (width === undefined || height === undefined)) {
    const missing = width === undefined ? 'width' : 'height';
    fail(`size '${name}' with fit '${fit}'`, 'given a width and a height', `no ${missing}`, `add a ${missing}, or use ImageFit.INSIDE`);
  }
}

function checkBackground(name: string, { background }: ImageSizeOptions, fit: ImageFit): string | undefined {
  if (background === undefined) return fit === ImageFit.CONTAIN ? '#ffffff' : undefined;
  const subject = `size '${name}': background`;
  requireKnown(subject, background);
  if (fit !== ImageFit.CONTAIN) fail(subject, 'used with ImageFit.CONTAIN alone', `fit '${fit}'`, 'remove the background or change the fit');
  requireMatch(subject, background, SIZE.background.pattern, '#rrggbb or #rrggbbaa');
  return background.toLowerCase();
}
