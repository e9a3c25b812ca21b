import { EncodedImage, encodeImage, formatsFor } from './encode-image';
import { packRaster } from './hand-over';
import { encodeForModeration } from './moderation-pictures';
import { ObjectWriter } from './objects';
import { hasAlpha, Raster } from './raster';
import { FormatSettings, SizeSettings } from '../../../src/contract/image-settings';
import { EXTENSION_OF_FORMAT, MEDIA_TYPE_OF_FORMAT, RENDITION_CACHE_CONTROL } from '../../../src/contract/media-types';
import { moderationKey, renditionKey, workPrefix } from '../../../src/contract/object-keys';
import { HandOver, KeptMetadata, Rendition, UploadedImage } from '../../../src/contract/workflow';

/**
 * Writes what one call produces. A write goes on while the next picture is encoded; `finish` waits for all of them.
 * Keys follow from image, recipe and size alone, so a repeated call overwrites its own objects with the same bytes.
 */
export class RenditionStore {
  private readonly writes: Promise<void>[] = [];
  /** Sizes above a small original are all that original: one raster, encoded once. */
  private readonly encoded = new WeakMap<Raster, readonly EncodedImage[]>();
  private readonly handedOver = new WeakMap<Raster, Omit<HandOver, 'size'>>();

  /** @param metadata written into every rendition */
  constructor(
    private readonly writer: ObjectWriter,
    private readonly upload: UploadedImage,
    private readonly metadata?: KeptMetadata,
  ) {}

  /** Encodes a picture in every format that suits it. */
  async save(raster: Raster, size: SizeSettings, formats: readonly FormatSettings[]): Promise<Rendition[]> {
    const { user_id, image_id } = this.upload;
    const renditions: Rendition[] = [];
    const images = this.encoded.get(raster) ?? await encodeAll(raster, formats, this.metadata);
    this.encoded.set(raster, images);
    for (const { format, bytes } of images) {
      const key = renditionKey(user_id, image_id, size.recipe, size.name, EXTENSION_OF_FORMAT[format]);
      this.write(key, bytes, MEDIA_TYPE_OF_FORMAT[format], RENDITION_CACHE_CONTROL);
      const { width, height } = raster;
      renditions.push({ size: size.name, format, width, height, bytes: bytes.length, key, recipe: size.recipe });
    }
    return renditions;
  }

  /** Leaves a picture to the watermark function; sizes that are the same picture share a file. */
  async handOver(raster: Raster, size: SizeSettings): Promise<HandOver> {
    const known = this.handedOver.get(raster);
    if (known) return { size: size.name, ...known };
    const { bytes, type, extension, pixels } = await packRaster(raster);
    const key = `${workPrefix(this.upload.user_id, this.upload.image_id)}${size.recipe}/${size.name}.${extension}`;
    this.write(key, bytes, type);
    const file = { key, ...(pixels && { pixels }) };
    this.handedOver.set(raster, file);
    return { size: size.name, ...file };
  }

  /** Leaves a picture to moderation. */
  async showForModeration(picture: Raster): Promise<string[]> {
    const { user_id, image_id } = this.upload;
    return (await encodeForModeration(picture)).map((bytes, index) => {
      const key = moderationKey(user_id, image_id, index);
      this.write(key, bytes, MEDIA_TYPE_OF_FORMAT.jpeg);
      return key;
    });
  }

  /** Waits for every write, failed or not: one that went on would land after the objects of a deleted image are removed. */
  async finish(): Promise<void> {
    await Promise.allSettled(this.writes);
    await Promise.all(this.writes);
  }

  private write(key: string, bytes: Buffer, type: string, cacheControl?: string): void {
    const write = this.writer.put(key, bytes, type, cacheControl);
    // Reported by `finish`; without this, a write that fails during the next encode would end the process.
    write.catch(() => undefined);
    this.writes.push(write);
  }
}

async function encodeAll(raster: Raster, formats: readonly FormatSettings[], metadata?: KeptMetadata): Promise<EncodedImage[]> {
  const images: EncodedImage[] = [];
  // One after the other: in parallel they would share the one processor, and hold their memory at the same time.
  for (const settings of formatsFor(hasAlpha(raster), formats)) images.push(await encodeImage(raster, settings, metadata));
  return images;
}
