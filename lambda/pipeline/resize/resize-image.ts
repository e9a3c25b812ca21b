import { createHash } from 'node:crypto';
import { Cascade, decodeTarget, planSizes } from './cascade';
import { decodeImage } from './decode-image';
import { PROBE_SIDE, summarizeImage } from './summarize-image';
import { ImageSettings } from '../../../src/contract/image-settings';
import { HandOver, KeptMetadata, Rendition, ResizedImage, ResizeRequest, ResizeVerdict, UploadedImage, WatermarkTask } from '../../../src/contract/workflow';
import { readExif } from '../imaging/exif';
import { freePixels } from '../imaging/free-pixels';
import { planGeometry } from '../imaging/geometry';
import { inspectImage } from '../imaging/inspect-image';
import { judgeHeader, judgeObject, judgeSizes } from '../imaging/judge';
import { MODERATION_SIDE } from '../imaging/moderation-pictures';
import { ObjectReader, ObjectWriter } from '../imaging/objects';
import { verdictOf } from '../imaging/rejection';
import { RenditionStore } from '../imaging/rendition-store';
import { PIPELINE } from '../imaging/sharp-runtime';

/**
 * Decodes the original once and makes every size of it: written in its final formats, or handed to the watermark.
 * What is decoded is judged here, whatever validation saw: an original may be overwritten while its grant lasts.
 *
 * @throws Error whatever the store throws
 */
export async function resizeImage(
  request: ResizeRequest,
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
  { upload }: ResizeRequest,
  originals: ObjectReader,
  writer: ObjectWriter,
  settings: ImageSettings,
): Promise<ResizedImage> {
  freePixels();
  const { cascade, plan, metadata, facts } = await open(upload, originals, settings);
  const store = new RenditionStore(writer, upload, metadata);
  const renditions: Rendition[] = [];
  const handOvers: HandOver[] = [];
  for (const planned of plan) {
    const raster = await cascade.render(planned);
    if (settings.watermark && planned.settings.watermark) handOvers.push(await store.handOver(raster, planned.settings));
    else renditions.push(...await store.save(raster, planned.settings, settings.formats));
  }
  const { placeholder, dominantColor } = await summarizeImage(await cascade.probe(PROBE_SIDE));
  const shown = settings.moderated && await store.showForModeration(await cascade.probe(MODERATION_SIDE));
  await store.finish();
  cascade.free();
  return {
    outcome: 'accepted',
    ...facts,
    placeholder,
    dominant_color: dominantColor,
    pipeline: PIPELINE,
    renditions: inOrder(renditions, settings),
    ...(shown && { moderation_keys: shown }),
    watermark_tasks: watermarkTasks(inOrder(handOvers, settings), settings, metadata),
  };
}

/** Moderation looks at the whole picture, also where every size is smaller. */
const MODERATED = { width: MODERATION_SIDE, height: MODERATION_SIDE, fit: 'inside', position: 'center', enlarge: false } as const;

/** Judges and decodes the original; its bytes are held no longer than that takes. */
async function open(upload: UploadedImage, originals: ObjectReader, settings: ImageSettings) {
  const original = await originals.get(upload.key, settings.limits.maxFileSize);
  const type = judgeObject(original, settings.limits);
  const header = await inspectImage(original.bytes);
  judgeHeader(header, settings.limits);
  const plan = planSizes(header.upright, settings.sizes);
  const wanted = plan.map(({ geometry }) => geometry);
  const animated = settings.formats.some(({ format }) => format === 'webp');
  if (animated) judgeSizes(header.frames, wanted, settings.limits);
  if (settings.moderated) wanted.push(planGeometry(header.upright, MODERATED));
  const cascade = new Cascade(await decodeImage(original.bytes, header, {
    target: decodeTarget(header.upright, wanted),
    animated,
    maxPixels: settings.limits.maxPixels,
  }));
  // EXIF is a TIFF within a file; a TIFF holds the same fields itself.
  const metadata = readExif(type === 'image/tiff' ? original.bytes : header.exif, settings.keepMetadata ?? []);
  const sha256 = createHash('sha256').update(original.bytes).digest('hex');
  freePixels(original.bytes);
  return { cascade, plan, metadata, facts: { type, size: original.size, ...header.upright, sha256 } };
}

/** As configured; they were made from the largest on. */
function inOrder<T extends { readonly size: string }>(parts: readonly T[], { sizes }: ImageSettings): T[] {
  return sizes.flatMap(({ name }) => parts.filter(part => part.size === name));
}

/** AVIF takes so long that the sizes are worth a call each; without it a call costs more than it saves. */
function watermarkTasks(handOvers: readonly HandOver[], { formats }: ImageSettings, metadata: KeptMetadata | undefined): WatermarkTask[] {
  if (handOvers.length === 0) return [];
  const slow = formats.some(({ format }) => format === 'avif');
  const kept = metadata && { metadata };
  return slow ? handOvers.map(handOver => ({ sizes: [handOver], ...kept })) : [{ sizes: handOvers, ...kept }];
}
