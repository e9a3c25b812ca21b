import { ENCODERS, ORIGINAL_BYTES_PER_PIXEL, Picture } from './durations';
import { ImageSettings, SizeSettings } from '../contract/image-settings';

/** What one average image becomes. */
export interface AverageImage extends Picture {
  /** One entry a rendition. */
  readonly renditionBytes: readonly number[];
  /** Sizes that take the watermark. */
  readonly markedSizes: number;
}

/** An original is taken for a photograph in 4:3, as dense as those of phones. */
export function averageImage({ sizes, formats }: ImageSettings, originalBytes: number): AverageImage {
  const originalPixels = originalBytes / ORIGINAL_BYTES_PER_PIXEL;
  const names = formats.map(({ format }) => format);
  const pixels = (some: readonly SizeSettings[]): number => some.reduce((sum, size) => sum + pixelsOf(size, originalPixels), 0);
  return {
    originalBytes,
    originalPixels,
    plainPixels: pixels(sizes.filter(({ watermark }) => !watermark)),
    markedPixels: pixels(sizes.filter(({ watermark }) => watermark)),
    markedSizes: sizes.filter(({ watermark }) => watermark).length,
    formats: names,
    renditionBytes: sizes.flatMap((size) => names.map((name) => pixelsOf(size, originalPixels) * ENCODERS[name].bytesPerPixel)),
  };
}

function pixelsOf({ width = Infinity, height = Infinity, fit, enlarge }: SizeSettings, originalPixels: number): number {
  const originalWidth = Math.sqrt(originalPixels * 4 / 3);
  const originalHeight = originalPixels / originalWidth;
  const most = enlarge ? Infinity : 1;
  if (Number.isFinite(width) && Number.isFinite(height) && ['cover', 'contain', 'fill'].includes(fit)) {
    return Math.min(width, originalWidth * most) * Math.min(height, originalHeight * most);
  }
  const scales = [width / originalWidth, height / originalHeight].filter(Number.isFinite);
  const scale = Math.min(fit === 'outside' ? Math.max(...scales) : Math.min(...scales), most);
  return originalPixels * scale * scale;
}
