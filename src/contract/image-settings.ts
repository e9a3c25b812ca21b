/** What the construct's props come down to: plain data in `IMAGE_SETTINGS`, read by the handlers. */
export const IMAGE_FORMATS = ['webp', 'jpeg', 'png', 'avif'] as const;
export type ImageFormatName = (typeof IMAGE_FORMATS)[number];

export const IMAGE_FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;
export type ImageFitName = (typeof IMAGE_FITS)[number];

export const GRAVITIES = [
  'north-west', 'north', 'north-east',
  'west', 'center', 'east',
  'south-west', 'south', 'south-east',
] as const;
export type Gravity = (typeof GRAVITIES)[number];

export interface SizeSettings {
  readonly name: string;
  /** Pixels; at least one of width and height is set. */
  readonly width?: number;
  readonly height?: number;
  readonly fit: ImageFitName;
  /** Which part a crop keeps. */
  readonly position: Gravity;
  /** Fill of `contain`, `#rrggbb` or `#rrggbbaa`. */
  readonly background?: string;
  /** Whether an image smaller than the size is enlarged. */
  readonly enlarge: boolean;
  /** Whether the configured watermark is drawn on this size. */
  readonly watermark: boolean;
  /** 8 hex digits: changes with everything that changes this size's pixels or bytes. */
  readonly recipe: string;
}

export interface FormatSettings {
  readonly format: ImageFormatName;
  /** 1 to 100; unused by PNG. */
  readonly quality?: number;
  /** WebP 0 to 6, AVIF 0 to 2; unused by the others. */
  readonly effort?: number;
}

export interface WatermarkPlacement {
  readonly position: Gravity;
  /** Repeat over the whole rendition; `position` is then unused. */
  readonly tile: boolean;
  /** 0 (invisible) to 1 (solid). */
  readonly opacity: number;
  /** Width of the mark as a share of the rendition's width, above 0, at most 1. */
  readonly scale: number;
  /** Distance from the edges (between tiles: the gap) as a share of the rendition's shorter side, 0 to 0.5. */
  readonly margin: number;
}

export interface TextWatermarkSettings extends WatermarkPlacement {
  readonly kind: 'text';
  readonly text: string;
  /** `#rrggbb`. */
  readonly color: string;
}

export interface ImageWatermarkSettings extends WatermarkPlacement {
  readonly kind: 'image';
  /** File name inside the function's asset folder. */
  readonly file: string;
  /** SHA-256 of the file, hex: a changed logo changes the recipe. */
  readonly sha256: string;
}

export type WatermarkSettings = TextWatermarkSettings | ImageWatermarkSettings;

export interface ImageSettings {
  readonly sizes: readonly SizeSettings[];
  readonly formats: readonly FormatSettings[];
  readonly watermark?: WatermarkSettings;
  readonly limits: ImageLimits;
}

/** Limits that the API, validation and the documentation share. */
export interface ImageLimits {
  /** Bytes of one upload. */
  readonly maxFileSize: number;
  /** Pixels of one frame, width x height. */
  readonly maxPixels: number;
  /** Pixels of the longer side. */
  readonly maxSide: number;
  /** Frames of an animation; the sum of their pixels is held by `maxPixels` too. */
  readonly maxFrames: number;
}

export const DEFAULT_LIMITS: ImageLimits = {
  maxFileSize: 25 * 1024 * 1024,
  // Streaming decode holds 100 megapixels within 400 MB; see docs/performance.md.
  maxPixels: 100_000_000,
  maxSide: 30_000,
  maxFrames: 300,
};

/** Name of the folder-relative watermark file that the construct adds to the image functions' code. */
export const WATERMARK_FILE = 'watermark-image';
