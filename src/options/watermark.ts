import { fail, requireKnown, requireMatch, requireNumber } from './check';
import { readWatermarkFile } from './watermark-file';
import { PLACEMENT, WATERMARK_FILE, WatermarkPlacement, WATERMARKS, WatermarkSettings } from '../contract/image-settings';
import { Complete } from '../contract/shape';

/**
 * Position of a watermark on a rendition.
 */
export enum WatermarkPosition {
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
 * Placement and opacity of a watermark.
 */
export interface WatermarkOptions {
  /**
   * Position of the mark; unused with `tile`.
   *
   * @default WatermarkPosition.BOTTOM_RIGHT
   */
  readonly position?: WatermarkPosition;

  /**
   * Whether to repeat the mark over the whole rendition.
   *
   * @default false
   */
  readonly tile?: boolean;

  /**
   * 0 (invisible) to 1 (solid).
   *
   * @default 0.5
   */
  readonly opacity?: number;

  /**
   * Width of the mark as a fraction of the rendition's width, 0.01 to 1. The mark is smaller if the margins would not fit
   * otherwise.
   *
   * @default 0.3
   */
  readonly scale?: number;

  /**
   * Distance from the edges, or between tiles, as a fraction of the rendition's shorter side, 0 to 0.5.
   *
   * @default 0.03
   */
  readonly margin?: number;

  /**
   * Clockwise rotation of the `tile` grid in degrees, -180 to 180. With -30 the marks ascend to the right.
   *
   * @default 0
   */
  readonly rotation?: number;
}

/**
 * Options of a text watermark.
 */
export interface TextWatermarkOptions extends WatermarkOptions {
  /**
   * Text color, `#rrggbb`.
   *
   * @default '#ffffff'
   */
  readonly color?: string;
}

/**
 * A watermark as plain data for the handlers.
 *
 * @internal
 */
export interface BoundWatermark {
  readonly settings: WatermarkSettings;
  /** Bytes of the image to add to the functions' code. */
  readonly picture?: Uint8Array;
}

const MAX_TEXT = 100;

/**
 * A watermark on every size that does not opt out.
 */
export abstract class Watermark {
  /**
   * A line of text in Noto Sans, which is bundled with the functions.
   *
   * @param text 1 to 100 characters in one line
   * @param options placement, opacity and color
   */
  public static text(text: string, options: TextWatermarkOptions = {}): Watermark {
    return new TextWatermark(text, options);
  }

  /**
   * An image, for instance a logo with transparency. The file becomes part of the functions' code.
   *
   * An SVG is rasterized at synth, with 2048 pixels on its longer side. It may contain shapes and embedded images, but no
   * text (convert it to paths) and no references to other files.
   *
   * @param path path of a still PNG, WebP, SVG or JPEG file of at most 5 MiB and 4096 pixels a side, relative to the working directory
   * @param options placement and opacity
   */
  public static image(path: string, options: WatermarkOptions = {}): Watermark {
    return new PictureWatermark(path, options);
  }

  /**
   * No watermark.
   */
  public static none(): Watermark {
    return new NoWatermark();
  }

  protected constructor() {}

  /**
   * @internal
   */
  public abstract _bind(): BoundWatermark | undefined;
}

class TextWatermark extends Watermark {
  private readonly settings: WatermarkSettings;

  constructor(text: string, options: TextWatermarkOptions) {
    super();
    requireKnown('the text of the watermark', text, 'write the text itself');
    if (text.trim() === '') fail('the text of the watermark', `1 to ${MAX_TEXT} characters`, 'none', 'use Watermark.none() for no watermark');
    if ([...text].length > MAX_TEXT) fail('the text of the watermark', `1 to ${MAX_TEXT} characters`, String([...text].length));
    if (/\p{Cc}/u.test(text)) fail('the text of the watermark', 'one line without control characters', JSON.stringify(text));
    const color = options.color ?? '#ffffff';
    requireMatch('the color of the watermark', color, WATERMARKS.text.color.pattern, '#rrggbb');
    this.settings = { kind: 'text', text, color: color.toLowerCase(), ...placement(options) };
  }

  public _bind(): BoundWatermark {
    return { settings: this.settings };
  }
}

class PictureWatermark extends Watermark {
  private readonly bound: BoundWatermark;

  constructor(path: string, options: WatermarkOptions) {
    super();
    const { picture, sha256 } = readWatermarkFile(path);
    this.bound = { settings: { kind: 'image', file: WATERMARK_FILE, sha256, ...placement(options) }, picture };
  }

  public _bind(): BoundWatermark {
    return this.bound;
  }
}

class NoWatermark extends Watermark {
  constructor() {
    super();
  }

  public _bind(): undefined {
    return undefined;
  }
}

function placement(options: WatermarkOptions): Complete<WatermarkPlacement> {
  const { position = WatermarkPosition.BOTTOM_RIGHT, tile = false, opacity = 0.5, scale = 0.3, margin = 0.03, rotation = 0 } = options;
  requireNumber('the opacity of the watermark', opacity, PLACEMENT.opacity);
  requireNumber('the scale of the watermark', scale, PLACEMENT.scale);
  requireNumber('the margin of the watermark', margin, PLACEMENT.margin);
  requireNumber('the rotation of the watermark', rotation, PLACEMENT.rotation);
  if (rotation !== 0 && !tile) fail('the rotation of the watermark', '0 without tile', String(rotation), 'set tile: true, or omit the rotation');
  return { position, tile, opacity, scale, margin, rotation: rotation === 0 ? undefined : rotation };
}
