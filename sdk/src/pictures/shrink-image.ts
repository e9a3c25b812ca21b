/** Bounds of a picture; it keeps its proportions. */
export interface ShrinkOptions {
  /** Pixels, of the upright picture. @default no limit */
  readonly maxWidth?: number;
  /** Pixels, of the upright picture. @default no limit */
  readonly maxHeight?: number;
  /** 0 to 1, for JPEG and WebP. @default 0.9 */
  readonly quality?: number;
}

// The types that every browser can write. Other files are unchanged: an animation would lose its frames, a TIFF its pages.
const WRITABLE = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * Shrinks a picture before its upload, in a browser. Keeps the type, the name and the transparency, applies the EXIF
 * orientation and drops other metadata. Returns the file unchanged if it is within the bounds, or if the browser cannot
 * read or write its type (GIF, AVIF, TIFF).
 *
 * @throws TypeError outside browsers and their workers
 */
export async function shrinkImage<T extends Blob>(file: T, options: ShrinkOptions): Promise<T | File> {
  const { maxWidth = Infinity, maxHeight = Infinity, quality = 0.9 } = options;
  if (typeof OffscreenCanvas === 'undefined') throw new TypeError('shrinkImage() needs OffscreenCanvas, which only browsers have.');
  if (!WRITABLE.includes(file.type)) return file;
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return file;
  try {
    const scale = Math.min(maxWidth / bitmap.width, maxHeight / bitmap.height);
    if (scale >= 1) return file;
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    const context = canvas.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: file.type, quality });
    // A browser that cannot write the type returns a PNG.
    return blob.type === file.type ? new File([blob], file instanceof File ? file.name : 'image', { type: blob.type }) : file;
  } finally {
    bitmap.close();
  }
}
