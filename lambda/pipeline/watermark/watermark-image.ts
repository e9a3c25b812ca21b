import { drawOverlay } from './draw-overlay';
import { OverlayCache } from './overlay';
import { ImageSettings, SizeSettings } from '../../../src/contract/image-settings';
import { HandOver, Rendition, WatermarkRequest, WatermarkResult, WatermarkTask } from '../../../src/contract/workflow';
import { MissingObjectError, ObjectReader, ObjectWriter, StoredObject } from '../imaging/objects';
import { freePixels, unpackRaster } from '../imaging/raster';
import { RenditionStore } from '../imaging/rendition-store';

/**
 * Draws the watermark on each size of a task and encodes its formats. A missing working file is no error: its image was
 * deleted.
 *
 * @throws Error if a read or write fails
 */
export async function watermarkImage(
  { upload, task }: WatermarkRequest,
  reader: ObjectReader,
  writer: ObjectWriter,
  settings: ImageSettings,
  overlays: OverlayCache,
): Promise<WatermarkResult> {
  // All reads start at once; the first image is processed while the others arrive.
  const files = filesOf(task, settings).map(({ key, ...about }) => ({ ...about, file: reader.get(key) }));
  for (const { file } of files) file.catch(() => undefined);
  const store = new RenditionStore(writer, upload, task.metadata);
  try {
    const renditions = await saveWatermarked(files, store, settings, overlays);
    await store.finish();
    return { outcome: 'done', renditions };
  } catch (error) {
    await store.finish();
    if (error instanceof MissingObjectError) return { outcome: 'missing', renditions: [] };
    throw error;
  }
}

interface WorkingFile extends Pick<HandOver, 'key' | 'pixels'> {
  readonly sizes: readonly SizeSettings[];
}

interface OpenedFile extends Omit<WorkingFile, 'key'> {
  readonly file: Promise<StoredObject>;
}

/** Sizes larger than a small original share one file, which is drawn on once. */
function filesOf({ sizes }: WatermarkTask, settings: ImageSettings): WorkingFile[] {
  const byKey = new Map<string, HandOver[]>();
  for (const handOver of sizes) byKey.set(handOver.key, [...byKey.get(handOver.key) ?? [], handOver]);
  return [...byKey].map(([key, shared]) => ({ key, pixels: shared[0].pixels, sizes: shared.map(({ size }) => sizeNamed(settings, size)) }));
}

async function saveWatermarked(
  files: readonly OpenedFile[], store: RenditionStore, settings: ImageSettings, overlays: OverlayCache,
): Promise<Rendition[]> {
  const renditions: Rendition[] = [];
  for (const { file, pixels, sizes } of files) {
    const { bytes } = await file;
    const raster = await unpackRaster(bytes, pixels);
    drawOverlay(raster, await overlays.overlayFor(raster));
    for (const size of sizes) renditions.push(...await store.save(raster, size, settings.formats));
    freePixels(bytes, raster.data);
  }
  return renditions;
}

function sizeNamed({ sizes }: ImageSettings, name: string): SizeSettings {
  const size = sizes.find(candidate => candidate.name === name);
  if (!size) {
    throw new Error(`size '${name}' is not one of ${sizes.map(known => known.name).join(', ')}: the settings changed while the workflow ran`);
  }
  return size;
}
