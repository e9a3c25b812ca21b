import type { Sharp } from 'sharp';
import { encodeWithMetadata } from './exif';
import { ObjectWriter } from './objects';
import { firstFrame, frameCount, frameOf, hasAlpha, packRaster, pipelineOf, Raster } from './raster';
import { DEFAULT_FORMATS, FormatSettings, ImageFormatName, SizeSettings } from '../../../src/contract/image-settings';
import { EXTENSION_OF_FORMAT, MEDIA_TYPE_OF_FORMAT, RENDITION_CACHE_CONTROL } from '../../../src/contract/media-types';
import { moderationKey, renditionKey, workPrefix } from '../../../src/contract/object-keys';
import { HandOver, KeptMetadata, Rendition, UploadedImage } from '../../../src/contract/workflow';

/**
 * Writes what one call produces. Writes run while the next image is encoded; `finish` waits for all of them. Keys depend
 * only on image, recipe and size, so a repeated call overwrites its own objects with the same bytes.
 */
export class RenditionStore {
  private readonly writes: Promise<void>[] = [];
  /** Sizes larger than a small original share one raster, which is encoded once. */
  private readonly encoded = new WeakMap<Raster, readonly EncodedImage[]>();
  private readonly handedOver = new WeakMap<Raster, Omit<HandOver, 'size'>>();

  /** @param metadata embedded in every rendition */
  constructor(
    private readonly writer: ObjectWriter,
    private readonly upload: UploadedImage,
    private readonly metadata?: KeptMetadata,
  ) {}

  /** Encodes one size in all its formats. */
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

  /** Hands one size to the watermark function; sizes with the same raster share a file. */
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

  /** Writes the files that moderation looks at. */
  async saveForModeration(image: Raster): Promise<string[]> {
    const { user_id, image_id } = this.upload;
    return (await encodeForModeration(image)).map((bytes, index) => {
      const key = moderationKey(user_id, image_id, index);
      this.write(key, bytes, MEDIA_TYPE_OF_FORMAT.jpeg);
      return key;
    });
  }

  /** Waits for every write, even if one fails: a late write could land after a deleted image's objects are removed. */
  async finish(): Promise<void> {
    await Promise.allSettled(this.writes);
    await Promise.all(this.writes);
  }

  private write(key: string, bytes: Buffer, type: string, cacheControl?: string): void {
    const write = this.writer.put(key, bytes, type, cacheControl);
    // `finish` reports it; without this, a failure during the next encode would crash the process.
    write.catch(() => undefined);
    this.writes.push(write);
  }
}

async function encodeAll(raster: Raster, formats: readonly FormatSettings[], metadata?: KeptMetadata): Promise<EncodedImage[]> {
  const images: EncodedImage[] = [];
  // Sequential: in parallel they would share one vCPU and need their memory all at once.
  for (const settings of formatsFor(hasAlpha(raster), formats)) images.push(await encodeImage(raster, settings, metadata));
  return images;
}

/** Longest side of an image for moderation; more pixels add no detail that matters. */
export const MODERATION_SIDE = 1024;

/** Amazon Rekognition rejects sides under 50 pixels. */
const MIN_SIDE = 64;

/** Frames of an animation to look at: the first, the last, and others evenly spread. */
const MAX_FRAMES = 5;

/**
 * JPEG files of an image, or of some frames of an animation: every service and library can read them. Transparent parts
 * become white, and a narrow image is padded with white.
 *
 * @param image the whole image, within `MODERATION_SIDE` pixels
 */
async function encodeForModeration(image: Raster): Promise<Buffer[]> {
  const files: Buffer[] = [];
  for (const index of moderatedFrames(frameCount(image))) files.push(await encode(frameOf(image, index)));
  return files;
}

export function moderatedFrames(count: number): number[] {
  const chosen = Math.min(count, MAX_FRAMES);
  return Array.from({ length: chosen }, (_, index) => chosen === 1 ? 0 : Math.round(index * (count - 1) / (chosen - 1)));
}

async function encode(frame: Raster): Promise<Buffer> {
  const background = '#ffffff';
  const padding = { right: Math.max(0, MIN_SIDE - frame.width), bottom: Math.max(0, MIN_SIDE - frame.height) };
  return pipelineOf(frame).flatten({ background }).extend({ ...padding, background }).jpeg({ quality: 85 }).toBuffer();
}

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
