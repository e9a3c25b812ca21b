import { createHash } from 'node:crypto';
import { Fields, FieldsOf, Shape, TypeOf } from './shape';

export const IMAGE_FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;

export const GRAVITIES = [
  'north-west', 'north', 'north-east',
  'west', 'center', 'east',
  'south-west', 'south', 'south-east',
] as const;
export type Gravity = (typeof GRAVITIES)[number];

/** WebP holds no longer side. */
const SIDE = { type: 'integer', min: 1, max: 16_383, optional: true } as const;

export const SIZE = {
  name: { type: 'string', pattern: /^[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?$/ },
  /** Pixels; at least one of width and height is set. */
  width: SIDE,
  height: SIDE,
  fit: { type: 'enum', values: IMAGE_FITS },
  /** Which part a crop keeps. */
  position: { type: 'enum', values: GRAVITIES },
  /** Fill of `contain`, `#rrggbb` or `#rrggbbaa`. */
  background: { type: 'string', pattern: /^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/i, optional: true },
  /** Whether an image smaller than the size is enlarged. */
  enlarge: { type: 'boolean' },
  /** Whether the configured watermark is drawn on this size. */
  watermark: { type: 'boolean' },
  /** 8 hex digits: changes with everything that changes this size's pixels or bytes. */
  recipe: { type: 'string', pattern: /^[0-9a-f]{8}$/ },
} as const satisfies Fields;
export interface SizeSettings extends FieldsOf<typeof SIZE> {}

const QUALITY = { type: 'integer', min: 1, max: 100 } as const;

/** Above its highest effort an encoder takes longer than a function may. */
export const FORMATS = {
  webp: { quality: QUALITY, effort: { type: 'integer', min: 0, max: 6 } },
  jpeg: { quality: QUALITY },
  png: {},
  avif: { quality: QUALITY, effort: { type: 'integer', min: 0, max: 2 } },
} as const satisfies Record<string, Fields>;
const FORMAT = { type: 'union', by: 'format', of: FORMATS } as const satisfies Shape;
export type FormatSettings = TypeOf<typeof FORMAT>;
export type ImageFormatName = keyof typeof FORMATS;
export const IMAGE_FORMATS = ['webp', 'jpeg', 'png', 'avif'] as const satisfies readonly ImageFormatName[];

/** They weigh bytes against time: more effort saves a few percent of the bytes and at least doubles the time. */
export const DEFAULT_FORMATS = {
  webp: { format: 'webp', quality: 80, effort: 2 },
  jpeg: { format: 'jpeg', quality: 80 },
  png: { format: 'png' },
  avif: { format: 'avif', quality: 60, effort: 0 },
} as const satisfies { [F in ImageFormatName]: FormatSettings & { format: F } };

export const PLACEMENT = {
  position: { type: 'enum', values: GRAVITIES },
  /** Repeat over the whole rendition; `position` is then unused. */
  tile: { type: 'boolean' },
  /** 0 (invisible) to 1 (solid). */
  opacity: { type: 'number', min: 0, max: 1 },
  /** Width of the mark as a share of the rendition's width. */
  scale: { type: 'number', min: 0.01, max: 1 },
  /** Distance from the edges (between tiles: the gap) as a share of the rendition's shorter side. */
  margin: { type: 'number', min: 0, max: 0.5 },
  /** Of tiles, in degrees clockwise; absent if they stand upright. */
  rotation: { type: 'number', min: -180, max: 180, optional: true },
} as const satisfies Fields;
export interface WatermarkPlacement extends FieldsOf<typeof PLACEMENT> {}

export const WATERMARKS = {
  text: {
    ...PLACEMENT,
    text: { type: 'string' },
    /** `#rrggbb`. */
    color: { type: 'string', pattern: /^#[0-9a-f]{6}$/i },
  },
  image: {
    ...PLACEMENT,
    /** File name inside the function's asset folder. */
    file: { type: 'string' },
    /** SHA-256 of the file, hex: a changed logo changes the recipe. */
    sha256: { type: 'string' },
  },
} as const satisfies Record<string, Fields>;
const WATERMARK = { type: 'union', by: 'kind', of: WATERMARKS } as const satisfies Shape;
export type WatermarkSettings = TypeOf<typeof WATERMARK>;
export type TextWatermarkSettings = Extract<WatermarkSettings, { kind: 'text' }>;
export type ImageWatermarkSettings = Extract<WatermarkSettings, { kind: 'image' }>;

/** What of an original's EXIF may be written into its renditions; all else never is. */
export const METADATA_FIELDS = ['copyright', 'artist'] as const;
export type MetadataField = (typeof METADATA_FIELDS)[number];

/** Limits that the API, validation and the documentation share. The memory of the functions, 1769 MB, sets the highest. */
export const LIMITS = {
  /** Bytes of one upload. The resize function holds all of them in addition to the decoded picture. */
  maxFileSize: { type: 'integer', min: 1, max: 200 * 1024 * 1024 },
  /** Pixels of one frame, width x height. */
  maxPixels: { type: 'integer', min: 1, max: 250_000_000 },
  /** Pixels of the longer side. */
  maxSide: { type: 'integer', min: 1, max: 65_500 },
  /** Frames of an animation. */
  maxFrames: { type: 'integer', min: 1, max: 2_000 },
  /** Pixels of an image that is decoded as a whole: interlaced PNG, progressive JPEG, GIF, WebP. */
  maxBufferedPixels: { type: 'integer', min: 1, max: 120_000_000 },
  /** Pixels of an AVIF, whose decoder holds them several times over. */
  maxAvifPixels: { type: 'integer', min: 1, max: 50_000_000 },
  /** Pixels of all frames of an animation together, as uploaded and in each size. */
  maxAnimationPixels: { type: 'integer', min: 1, max: 70_000_000 },
} as const satisfies Fields;
export interface ImageLimits extends FieldsOf<typeof LIMITS> {}

/** The image props as plain data: the construct writes them into `IMAGE_SETTINGS`, and the handlers read them. */
export const IMAGE_SETTINGS = {
  type: 'object',
  fields: {
    sizes: { type: 'array', of: { type: 'object', fields: SIZE } },
    formats: { type: 'array', of: FORMAT },
    watermark: { ...WATERMARK, optional: true },
    /** Absent if no metadata is kept. */
    keepMetadata: { type: 'array', of: { type: 'enum', values: METADATA_FIELDS }, optional: true },
    limits: { type: 'object', fields: LIMITS },
    /** Whether every image is moderated before it is ready: moderation gets pictures to look at. */
    moderated: { type: 'boolean', optional: true },
  },
} as const satisfies Shape;
export interface ImageSettings extends TypeOf<typeof IMAGE_SETTINGS> {}

/**
 * With these no function takes more than 600 MB, a third of what the larger ones have. The comments give the peak
 * resident memory of one image in a fresh function with `MALLOC_ARENA_MAX=1` (88 MB before it reads anything), four
 * sizes up to 1920 pixels and a watermark; docs/performance.md has the whole table.
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

/** Name of the watermark file that the construct adds to the image functions' code. */
export const WATERMARK_FILE = 'watermark-image';

/** Raise it when a change of the pipeline's code changes the pixels that the same settings produce. */
const PIPELINE_VERSION = 1;

/**
 * Hashes everything that decides how a size looks into 8 hex digits. The recipe is part of a rendition's key: a changed
 * one writes new objects and never overwrites old ones, so a cached URL never shows a stale picture.
 */
export function recipeOf(
  size: Omit<SizeSettings, 'recipe'>,
  formats: readonly FormatSettings[],
  watermark: WatermarkSettings | undefined,
  keepMetadata: readonly MetadataField[] = [],
): string {
  const kept = keepMetadata.length > 0 ? [[...keepMetadata].sort()] : [];
  const ingredients = [PIPELINE_VERSION, size, formats, size.watermark ? watermark : undefined, ...kept];
  return createHash('sha256').update(canonicalJson(ingredients)).digest('hex').slice(0, 8);
}

/** JSON with sorted keys: equal settings give equal text, in whatever order they were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part);
}
