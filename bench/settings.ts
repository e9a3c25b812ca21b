import { DEFAULT_FORMATS, DEFAULT_LIMITS, ImageFormatName, ImageSettings, SizeSettings, TextWatermarkSettings } from '../src/contract/image-settings';

export const TEXT = '© Example';

const WATERMARK: TextWatermarkSettings = {
  kind: 'text', text: TEXT, color: '#ffffff', position: 'south-east', tile: false, opacity: 0.5, scale: 0.25, margin: 0.03,
};

/** The default sizes. All four take the mark here, because the programs that they are compared with draw it on all. */
export const SIZES = [
  { name: 'thumbnail', width: 150, height: 150, fit: 'cover' },
  { name: 'small', width: 480, fit: 'inside' },
  { name: 'medium', width: 1024, fit: 'inside' },
  { name: 'large', width: 1920, fit: 'inside' },
] as const;

export function settingsFor(
  formats: readonly ImageFormatName[],
  watermark: boolean,
  sizes: readonly Pick<SizeSettings, 'name' | 'width' | 'height' | 'fit'>[] = SIZES,
): ImageSettings {
  return {
    sizes: sizes.map((size): SizeSettings => ({ ...size, position: 'center', enlarge: false, watermark, recipe: '0123abcd' })),
    formats: formats.map((format) => DEFAULT_FORMATS[format]),
    watermark: watermark ? WATERMARK : undefined,
    limits: DEFAULT_LIMITS,
  };
}

/** The settings at which the pipeline and its lower bound are compared. */
export const FORMATS = { jpeg: ['jpeg'], webp: ['webp', 'jpeg'], avif: ['webp', 'jpeg', 'avif'] } as const;
export type FormatsName = keyof typeof FORMATS;
