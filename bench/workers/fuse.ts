import { Objects } from './serve-jobs';
import { Raster } from '../../lambda/pipeline/imaging/raster';
import { sharp } from '../../lambda/pipeline/imaging/sharp-runtime';
import { drawOverlay } from '../../lambda/pipeline/watermark/draw-overlay';
import { OverlayCache } from '../../lambda/pipeline/watermark/overlay';
import { ImageSettings } from '../../src/contract/image-settings';

const ENCODERS = {
  jpeg: { quality: 80, chromaSubsampling: '4:2:0' },
  webp: { quality: 80, effort: 2 },
  avif: { quality: 60, effort: 0, chromaSubsampling: '4:2:0' },
  png: {},
} as const;

/**
 * What cannot be done without: one decode to the largest size, each next size from the one before, the mark drawn on the
 * pixels, one encode of each file. It checks nothing, records nothing, and is written for a plain opaque photograph.
 */
export async function fuse(original: Buffer, settings: ImageSettings, marks: OverlayCache, objects: Objects): Promise<void> {
  const [largest, ...smaller] = [...settings.sizes].sort((a, b) => b.width! - a.width!);
  const decoder = sharp(original, { autoOrient: true, failOn: 'warning' });
  let source = await pixels(decoder.resize({ width: largest.width, height: largest.height, fit: largest.fit, withoutEnlargement: true }));
  const rasters = [{ name: largest.name, raster: source }];
  for (const { name, width, height, fit } of smaller) {
    source = await pixels(from(source).resize({ width, height, fit, withoutEnlargement: true }));
    rasters.push({ name, raster: source });
  }
  for (const { name, raster } of rasters) {
    if (settings.watermark) drawOverlay(raster, await marks.overlayFor(raster));
    for (const { format } of settings.formats) {
      await objects.put(`${name}.${format}`, await from(raster).toFormat(format, ENCODERS[format]).toBuffer(), `image/${format}`);
    }
  }
}

function from({ data, width, height, channels }: Raster): ReturnType<typeof sharp> {
  return sharp(data, { raw: { width, height, channels } });
}

async function pixels(pipeline: ReturnType<typeof sharp>): Promise<Raster> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: 3 };
}
