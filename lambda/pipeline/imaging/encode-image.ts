import type { Sharp } from 'sharp';
import { encodeWithMetadata } from './exif';
import { firstFrame, hasAlpha, pipelineOf, Raster } from './raster';
import { DEFAULT_FORMATS, FormatSettings, ImageFormatName } from '../../../src/contract/image-settings';
import { KeptMetadata } from '../../../src/contract/workflow';

export interface EncodedImage {
  readonly format: ImageFormatName;
  readonly bytes: Buffer;
}

/** The formats that a rendition is written in. PNG replaces JPEG for an image with alpha: JPEG would turn transparency black. */
export function formatsFor(alpha: boolean, formats: readonly FormatSettings[]): FormatSettings[] {
  const chosen = new Map<ImageFormatName, FormatSettings>();
  for (const settings of formats) {
    const wanted = alpha && settings.format === 'jpeg' ? DEFAULT_FORMATS.png : settings;
    if (!chosen.has(wanted.format)) chosen.set(wanted.format, wanted);
  }
  return [...chosen.values()];
}

/** WebP keeps an animation; the other formats show its first frame. Only the given metadata is written. */
export async function encodeImage(raster: Raster, settings: FormatSettings, metadata?: KeptMetadata): Promise<EncodedImage> {
  const source = settings.format === 'webp' ? raster : firstFrame(raster);
  const pipeline = encoder(source, settings);
  const bytes = metadata ? await encodeWithMetadata(pipeline, metadata) : await pipeline.toBuffer();
  return { format: settings.format, bytes };
}

function encoder(raster: Raster, settings: FormatSettings): Sharp {
  const pipeline = pipelineOf(raster);
  switch (settings.format) {
    case 'jpeg': {
      if (hasAlpha(raster)) throw new Error('an image with alpha must be written as PNG, not as JPEG');
      return pipeline.jpeg({ quality: settings.quality, chromaSubsampling: '4:2:0' });
    }
    case 'png': return pipeline.png();
    case 'webp': {
      const { delay, loop } = raster.animation ?? {};
      return pipeline.webp({ quality: settings.quality, effort: settings.effort, ...(delay && { delay: [...delay], loop }) });
    }
    case 'avif': return pipeline.avif({ quality: settings.quality, effort: settings.effort, chromaSubsampling: '4:2:0' });
  }
}
