import { fail, requireKnown, requireMatch, requireNumber } from './check';
import { readWatermarkFile } from './watermark-file';
import { WatermarkPosition } from './watermark-position';
import { PLACEMENT, WATERMARK_FILE, WatermarkPlacement, WATERMARKS, WatermarkSettings } from '../contract/image-settings';
import { Complete } from '../contract/shape';

/**
 * Where and how strongly a watermark is drawn.
 */
export interface WatermarkOptions {
  /**
   * Where the mark stands; unused with `tile`.
   *
   * @default WatermarkPosition.BOTTOM_RIGHT
   */
  readonly position?: WatermarkPosition;

  /**
   * Whether the mark is repeated over the whole rendition.
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
   * Width of the mark as a share of the rendition's width, 0.01 to 1. Where that would leave no room for the margins,
   * the mark is made smaller.
   *
   * @default 0.3
   */
  readonly scale?: number;

  /**
   * Distance from the edges, or between tiles, as a share of the rendition's shorter side, 0 to 0.5.
   *
   * @default 0.03
   */
  readonly margin?: number;

  /**
   * Degrees that the grid of a `tile` is turned by, clockwise, -180 to 180. -30 lets the marks climb to the right.
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
   * Colour of the letters, `#rrggbb`.
   *
   * @default '#ffffff'
   */
  readonly color?: string;
}

/**
 * What a watermark comes down to.
 *
 * @internal
 */
export interface BoundWatermark {
  readonly settings: WatermarkSettings;
  /** Bytes of the picture that the functions' code must hold. */
  readonly picture?: Uint8Array;
}

const MAX_TEXT = 100;

/**
 * A mark drawn on every size that does not opt out of it.
 */
export abstract class Watermark {
  /**
   * A line of text, drawn with Noto Sans, which the functions hold: no font needs to be installed.
   *
   * @param text 1 to 100 characters in one line
   * @param options where and how strongly it is drawn
   */
  public static text(text: string, options: TextWatermarkOptions = {}): Watermark {
    return new TextWatermark(text, options);
  }

  /**
   * A picture, for instance a logo with transparency. The file becomes a part of the functions' code: nothing is
   * fetched when images are processed.
   *
   * An SVG is drawn at synth, 2048 pixels on its longer side. It may hold shapes and embedded pictures; one with text
   * (convert it to paths) or with references to other files is refused.
   *
   * @param path path of a still PNG, WebP, SVG or JPEG file of at most 5 MiB and 4096 pixels a side, relative to where the app is started
   * @param options where and how strongly it is drawn
   */
  public static image(path: string, options: WatermarkOptions = {}): Watermark {
    return new PictureWatermark(path, options);
  }

  /**
   * No watermark: the workflow has no such step.
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
  if (rotation !== 0 && !tile) fail('the rotation of the watermark', '0 without tile', String(rotation), 'set tile: true, or leave the rotation out');
  return { position, tile, opacity, scale, margin, rotation: rotation === 0 ? undefined : rotation };
}
