import { join } from 'node:path';
import { MemoryObjects } from './memory-objects';
import { DEFAULT_FORMATS, DEFAULT_LIMITS, FormatSettings, ImageSettings, SizeSettings, TextWatermarkSettings, WatermarkSettings } from '../../../../../src/contract/image-settings';
import { Rendition, ResizedImage, UploadedImage, ValidationVerdict } from '../../../../../src/contract/workflow';
import { sniffType } from '../../../../pipeline/imaging/inspect-image';
import { resizeImage } from '../../../../pipeline/resize/resize-image';
import { validateImage } from '../../../../pipeline/validation/validate-image';
import { OverlayCache } from '../../../../pipeline/watermark/overlay';
import { watermarkImage } from '../../../../pipeline/watermark/watermark-image';

/** The font that the functions' code holds under another name. */
export const FONT = join(process.cwd(), 'node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');

export const UPLOAD: UploadedImage = {
  user_id: 'user', image_id: '0198c0de-0000-7000-8000-000000000001', key: 'uploads/user/0198c0de-0000-7000-8000-000000000001', size: 1, etag: 'etag',
};

export const TEXT_WATERMARK: TextWatermarkSettings = {
  kind: 'text', text: '© Example', color: '#ffffff', position: 'south-east', tile: false, opacity: 0.5, scale: 0.3, margin: 0.03,
};

export function sizeOf(name: string, options: Partial<SizeSettings>): SizeSettings {
  return { name, fit: 'inside', position: 'center', enlarge: false, watermark: false, recipe: '0123abcd', ...options };
}

export function settingsOf(
  sizes: readonly SizeSettings[],
  formats: readonly FormatSettings['format'][],
  watermark?: WatermarkSettings,
): ImageSettings {
  return { sizes, formats: formats.map(format => DEFAULT_FORMATS[format]), watermark, limits: DEFAULT_LIMITS };
}

export interface Processed {
  readonly verdict: ValidationVerdict;
  readonly reason?: string;
  readonly image?: ResizedImage;
  readonly renditions: readonly Rendition[];
  readonly objects: MemoryObjects;
  /** Bytes of a rendition. */
  bytes(size: string, format: string): Buffer;
}

/** The three functions one after the other, as the workflow calls them, on a bucket in memory. */
export async function processImage(
  bytes: Buffer,
  settings: ImageSettings,
  type: string = sniffType(bytes) ?? 'image/jpeg',
  folder = '.',
): Promise<Processed> {
  const objects = new MemoryObjects();
  objects.entries.set(UPLOAD.key, { bytes, type });
  const renditions: Rendition[] = [];
  const done = (verdict: ValidationVerdict, reason?: string, image?: ResizedImage): Processed => ({
    verdict,
    reason,
    image,
    renditions,
    objects,
    bytes: (size, format) => {
      const found = renditions.find(rendition => rendition.size === size && rendition.format === format);
      if (!found) throw new Error(`no rendition ${size} ${format} among ${renditions.map(r => `${r.size} ${r.format}`).join(', ')}; ${reason}`);
      return objects.bytesOf(found.key);
    },
  });
  const verdict = await validateImage(UPLOAD, objects, settings.limits);
  if (verdict.outcome === 'rejected') return done(verdict, verdict.reason);
  const image = await resizeImage({ upload: UPLOAD }, objects, objects, settings);
  if (image.outcome === 'rejected') return done(verdict, image.reason);
  if (image.outcome === 'missing') throw new Error('the original was written but not found');
  renditions.push(...image.renditions);
  const overlays = new OverlayCache(settings.watermark, folder, FONT);
  for (const task of image.watermark_tasks) {
    renditions.push(...(await watermarkImage({ upload: UPLOAD, task }, objects, objects, settings, overlays)).renditions);
  }
  return done(verdict, undefined, image);
}
