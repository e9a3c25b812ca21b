import { createHash } from 'node:crypto';
import { rgbaToThumbHash } from 'thumbhash';
import { Cascade, decodeTarget, planSizes } from './cascade';
import { decodeImage } from './decode-image';
import { ImageSettings } from '../../../src/contract/image-settings';
import { HandOver, ImageRequest, KeptMetadata, Rendition, ResizedImage, ResizeVerdict, UploadedImage, WatermarkTask } from '../../../src/contract/workflow';
import { readExif } from '../imaging/exif';
import { planGeometry } from '../imaging/geometry';
import { inspectImage, validateHeader, validateObject, validateSizes, verdictOf } from '../imaging/inspect-image';
import { ObjectReader, ObjectWriter } from '../imaging/objects';
import { firstFrame, freePixels, pipelineOf, Raster } from '../imaging/raster';
import { MODERATION_SIDE, RenditionStore } from '../imaging/rendition-store';
import { PIPELINE } from '../imaging/sharp-runtime';

/**
 * Decodes the original once and makes every size: encoded in its final formats, or handed over to the watermark function.
 * The original is validated again, because it can be overwritten until its grant expires.
 *
 * @throws Error if a read or write fails
 */
export async function resizeImage(
  request: ImageRequest,
  originals: ObjectReader,
  writer: ObjectWriter,
  settings: ImageSettings,
): Promise<ResizeVerdict> {
  try {
    return await resize(request, originals, writer, settings);
  } catch (error) {
    return verdictOf(error);
  }
}

async function resize(
  { upload }: ImageRequest,
  originals: ObjectReader,
  writer: ObjectWriter,
  settings: ImageSettings,
): Promise<ResizedImage> {
  freePixels();
  const { cascade, plan, metadata, facts } = await openOriginal(upload, originals, settings);
  const store = new RenditionStore(writer, upload, metadata);
  const renditions: Rendition[] = [];
  const handOvers: HandOver[] = [];
  for (const planned of plan) {
    const raster = await cascade.render(planned);
    if (settings.watermark && planned.settings.watermark) handOvers.push(await store.handOver(raster, planned.settings));
    else renditions.push(...await store.save(raster, planned.settings, settings.formats));
  }
  const { placeholder, dominantColor } = await summarizeImage(await cascade.probe(PROBE_SIDE));
  const moderated = settings.moderated && await store.saveForModeration(await cascade.probe(MODERATION_SIDE));
  await store.finish();
  cascade.free();
  return {
    outcome: 'accepted',
    ...facts,
    placeholder,
    dominant_color: dominantColor,
    pipeline: PIPELINE,
    renditions: inOrder(renditions, settings),
    ...(moderated && { moderation_keys: moderated }),
    watermark_tasks: watermarkTasks(inOrder(handOvers, settings), settings, metadata),
  };
}

/** Moderation looks at the whole image, even if every size is smaller. */
const MODERATED = { width: MODERATION_SIDE, height: MODERATION_SIDE, fit: 'inside', position: 'center', enlarge: false } as const;

/** Validates and decodes the original, then frees its bytes. */
async function openOriginal(upload: UploadedImage, originals: ObjectReader, settings: ImageSettings) {
  const original = await originals.get(upload.key, settings.limits.maxFileSize);
  const type = validateObject(original, settings.limits);
  const header = await inspectImage(original.bytes);
  validateHeader(header, settings.limits);
  const plan = planSizes(header.upright, settings.sizes);
  const wanted = plan.map(({ geometry }) => geometry);
  const animated = settings.formats.some(({ format }) => format === 'webp');
  if (animated) validateSizes(header.frames, wanted, settings.limits);
  if (settings.moderated) wanted.push(planGeometry(header.upright, MODERATED));
  const cascade = new Cascade(await decodeImage(original.bytes, header, {
    target: decodeTarget(header.upright, wanted),
    animated,
    maxPixels: settings.limits.maxPixels,
  }));
  // An EXIF block is a small TIFF, and a TIFF file holds the same fields itself.
  const metadata = readExif(type === 'image/tiff' ? original.bytes : header.exif, settings.keepMetadata ?? []);
  const sha256 = createHash('sha256').update(original.bytes).digest('hex');
  freePixels(original.bytes);
  return { cascade, plan, metadata, facts: { type, size: original.size, ...header.upright, sha256 } };
}

/** In the order of the settings; they were made largest first. */
function inOrder<T extends { readonly size: string }>(parts: readonly T[], { sizes }: ImageSettings): T[] {
  return sizes.flatMap(({ name }) => parts.filter(part => part.size === name));
}

/** AVIF is slow enough to give each size its own call; without it, more calls cost more than they save. */
function watermarkTasks(handOvers: readonly HandOver[], { formats }: ImageSettings, metadata: KeptMetadata | undefined): WatermarkTask[] {
  if (handOvers.length === 0) return [];
  const slow = formats.some(({ format }) => format === 'avif');
  const kept = metadata && { metadata };
  return slow ? handOvers.map(handOver => ({ sizes: [handOver], ...kept })) : [{ sizes: handOvers, ...kept }];
}

/** Side of the small image that the summary is computed from. */
const PROBE_SIDE = 48;

export interface ImageSummary {
  /** ThumbHash, base64: an app shows it until a rendition has loaded. */
  readonly placeholder: string;
  /** `#rrggbb`. */
  readonly dominantColor: string;
}

/** @param probe the whole image, at most 100 pixels a side */
export async function summarizeImage(probe: Raster): Promise<ImageSummary> {
  const still = firstFrame(probe);
  const rgba = await pipelineOf(still).ensureAlpha().raw().toBuffer();
  return {
    placeholder: Buffer.from(rgbaToThumbHash(still.width, still.height, rgba)).toString('base64'),
    dominantColor: dominantColorOf(rgba),
  };
}

/** The mean colour of the fullest of 4096 bins (16 steps a channel), over visible pixels; black if none is visible. */
function dominantColorOf(rgba: Buffer): string {
  const counts = new Uint32Array(4096);
  const sums = new Float64Array(4096 * 3);
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3] < 128) continue;
    const bin = Math.floor(rgba[at] / 16) * 256 + Math.floor(rgba[at + 1] / 16) * 16 + Math.floor(rgba[at + 2] / 16);
    counts[bin] += 1;
    for (let channel = 0; channel < 3; channel++) sums[bin * 3 + channel] += rgba[at + channel];
  }
  const fullest = counts.indexOf(Math.max(...counts));
  const mean = (channel: number) => Math.round(sums[fullest * 3 + channel] / Math.max(1, counts[fullest]));
  return `#${[0, 1, 2].map(channel => mean(channel).toString(16).padStart(2, '0')).join('')}`;
}
