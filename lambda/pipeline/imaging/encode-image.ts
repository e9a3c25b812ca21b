import type { Sharp } from 'sharp';
import { encodeWithMetadata } from './exif';
import { firstFrame, hasAlpha, pipelineOf, Raster } from './raster';
import { FormatSettings, ImageFormatName } from '../../../src/contract/image-settings';
import { KeptMetadata } from '../../../src/contract/workflow';

export interface EncodedImage {
  readonly format: ImageFormatName;
  readonly bytes: Buffer;
}

/**
 * The formats that a picture is written in: PNG takes JPEG's place where there are transparent parts, which JPEG would
 * turn black.
 */
export function formatsFor(alpha: boolean, formats: readonly FormatSettings[]): FormatSettings[] {
  const chosen = new Map<ImageFormatName, FormatSettings>();
  for (const settings of formats) {
    const wanted: FormatSettings = alpha && settings.format === 'jpeg' ? { format: 'png' } : settings;
    if (!chosen.has(wanted.format)) chosen.set(wanted.format, wanted);
  }
  return [...chosen.values()];
}

/** WebP keeps an animation; the other formats show its first frame. No other metadata is written than what is given. */
export async function encodeImage(raster: Raster, settings: FormatSettings, metadata?: KeptMetadata): Promise<EncodedImage> {
  const source = settings.format === 'webp' ? raster : firstFrame(raster);
  const pipeline = encoder(source, settings);
  const bytes = metadata ? await encodeWithMetadata(pipeline, metadata) : await pipeline.toBuffer();
  return { format: settings.format, bytes };
}

/** Defaults weigh bytes against time: more effort saves a few percent of the bytes for twice the time and more. */
function encoder(raster: Raster, { format, quality, effort }: FormatSettings): Sharp {
  const pipeline = pipelineOf(raster);
  switch (format) {
    case 'jpeg': {
      if (hasAlpha(raster)) throw new Error('a picture with alpha should be written as PNG, and JPEG was asked for');
      return pipeline.jpeg({ quality: quality ?? 80, chromaSubsampling: '4:2:0' });
    }
    case 'png': return pipeline.png();
    case 'webp': {
      const { delay, loop } = raster.animation ?? {};
      return pipeline.webp({ quality: quality ?? 80, effort: effort ?? 2, ...(delay && { delay: [...delay], loop }) });
    }
    case 'avif': return pipeline.avif({ quality: quality ?? 60, effort: effort ?? 0, chromaSubsampling: '4:2:0' });
  }
}
