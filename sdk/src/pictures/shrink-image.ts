/** Bounds of a picture; its proportions stay. */
export interface ShrinkOptions {
  /** Pixels, of the picture as it is displayed. @default no bound */
  readonly maxWidth?: number;
  /** Pixels, of the picture as it is displayed. @default no bound */
  readonly maxHeight?: number;
  /** 0 to 1, for JPEG and WebP. @default 0.9 */
  readonly quality?: number;
}

// What every browser can write. Others keep their bytes: an animation would lose its frames, a TIFF its pages.
const WRITABLE = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * A smaller picture to upload in place of a large one, in browsers: the same type and name, upright by its EXIF
 * orientation, transparency kept, its other metadata gone. A picture within the bounds, and one that the browser cannot
 * read or write (GIF, AVIF, TIFF), is given back as it is.
 *
 * @throws TypeError outside browsers and their workers
 */
export async function shrinkImage<T extends Blob>(file: T, options: ShrinkOptions): Promise<T | File> {
  const { maxWidth = Infinity, maxHeight = Infinity, quality = 0.9 } = options;
  if (typeof OffscreenCanvas === 'undefined') throw new TypeError('shrinkImage() works in browsers alone.');
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
    // A browser that cannot write the type gives PNG.
    return blob.type === file.type ? new File([blob], file instanceof File ? file.name : 'image', { type: blob.type }) : file;
  } finally {
    bitmap.close();
  }
}
