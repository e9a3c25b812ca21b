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

/** Beyond the higher of these an encoder takes longer than a function may. */
export const MAX_EFFORT = { webp: 6, avif: 2 } as const;

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
  /** Of tiles, in degrees clockwise, -180 to 180; absent where they stand upright. */
  readonly rotation?: number;
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

/** What of an original's EXIF may be written into its renditions; all else never is. */
export const METADATA_FIELDS = ['copyright', 'artist'] as const;
export type MetadataField = (typeof METADATA_FIELDS)[number];

export interface ImageSettings {
  readonly sizes: readonly SizeSettings[];
  readonly formats: readonly FormatSettings[];
  readonly watermark?: WatermarkSettings;
  /** Absent where no metadata is kept. */
  readonly keepMetadata?: readonly MetadataField[];
  readonly limits: ImageLimits;
  /** Present where something looks at every image before it is ready: it gets pictures to look at. */
  readonly moderated?: true;
}

/** Limits that the API, validation and the documentation share. */
export interface ImageLimits {
  /** Bytes of one upload. */
  readonly maxFileSize: number;
  /** Pixels of one frame, width x height. */
  readonly maxPixels: number;
  /** Pixels of the longer side. */
  readonly maxSide: number;
  /** Frames of an animation. */
  readonly maxFrames: number;
  /** Pixels of an image that is decoded as a whole: interlaced PNG, progressive JPEG, GIF, WebP. */
  readonly maxBufferedPixels: number;
  /** Pixels of an AVIF, whose decoder holds them several times over. */
  readonly maxAvifPixels: number;
  /** Pixels of all frames of an animation together, as uploaded and in each size. */
  readonly maxAnimationPixels: number;
}

/**
 * So chosen that no function takes more than 600 MB, a third of what the larger ones have. Peak resident memory of one
 * image in a fresh function with `MALLOC_ARENA_MAX=1`, which is 88 MB before it reads anything, four sizes up to 1920
 * and a watermark; docs/performance.md has the whole table.
 */
export const DEFAULT_LIMITS: ImageLimits = {
  // Held up to three times while it arrives.
  maxFileSize: 25 * 1024 * 1024,
  // 100 MP: JPEG 125 MB, CMYK JPEG 168, PNG of 8 bits 150, PNG or TIFF of 16 bits with alpha 254.
  maxPixels: 100_000_000,
  // 30 000 pixels of 8 bytes are a row of 240 KB.
  maxSide: 30_000,
  // A frame costs a few kilobytes whatever its pixels.
  maxFrames: 300,
  // 50 MP: interlaced PNG of 16 bits with alpha 551 MB. 48 MP: progressive CMYK JPEG 515, GIF 366, lossless WebP 357.
  maxBufferedPixels: 50_000_000,
  // 16 MP of noise: 421 MB in 8 bits 4:2:0, 531 in 10 bits 4:4:4 with alpha.
  maxAvifPixels: 16_000_000,
  // 25 MP, 100 frames of 500 x 500: GIF with alpha 544 MB, WebP with alpha 533.
  maxAnimationPixels: 25_000_000,
};

/** Name of the folder-relative watermark file that the construct adds to the image functions' code. */
export const WATERMARK_FILE = 'watermark-image';
