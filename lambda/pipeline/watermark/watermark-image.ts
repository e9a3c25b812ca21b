import { drawMark } from './draw-mark';
import { MarkCache } from './mark-cache';
import { ImageSettings, SizeSettings } from '../../../src/contract/image-settings';
import { HandOver, Rendition, WatermarkRequest, WatermarkResult, WatermarkTask } from '../../../src/contract/workflow';
import { freePixels } from '../imaging/free-pixels';
import { unpackRaster } from '../imaging/hand-over';
import { MissingObjectError, ObjectReader, ObjectWriter, StoredObject } from '../imaging/objects';
import { RenditionStore } from '../imaging/rendition-store';

/**
 * Draws the mark on each size of a task and encodes each of its formats once. A working file that is gone is no fault:
 * its image was deleted.
 *
 * @throws Error whatever the store throws
 */
export async function watermarkImage(
  { upload, task }: WatermarkRequest,
  reader: ObjectReader,
  writer: ObjectWriter,
  settings: ImageSettings,
  marks: MarkCache,
): Promise<WatermarkResult> {
  // All reads begin at once; the first is drawn on while the others arrive.
  const files = filesOf(task, settings).map(({ key, ...about }) => ({ ...about, file: reader.get(key) }));
  for (const { file } of files) file.catch(() => undefined);
  const store = new RenditionStore(writer, upload, task.metadata);
  try {
    const renditions = await saveMarked(files, store, settings, marks);
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

/** Sizes above a small original are one file, drawn on once. */
function filesOf({ sizes }: WatermarkTask, settings: ImageSettings): WorkingFile[] {
  const byKey = new Map<string, HandOver[]>();
  for (const handOver of sizes) byKey.set(handOver.key, [...byKey.get(handOver.key) ?? [], handOver]);
  return [...byKey].map(([key, shared]) => ({ key, pixels: shared[0].pixels, sizes: shared.map(({ size }) => sizeNamed(settings, size)) }));
}

async function saveMarked(
  files: readonly OpenedFile[], store: RenditionStore, settings: ImageSettings, marks: MarkCache,
): Promise<Rendition[]> {
  const renditions: Rendition[] = [];
  for (const { file, pixels, sizes } of files) {
    const { bytes } = await file;
    const raster = await unpackRaster(bytes, pixels);
    drawMark(raster, await marks.markFor(raster));
    for (const size of sizes) renditions.push(...await store.save(raster, size, settings.formats));
    freePixels(bytes, raster.data);
  }
  return renditions;
}

function sizeNamed({ sizes }: ImageSettings, name: string): SizeSettings {
  const size = sizes.find(candidate => candidate.name === name);
  if (!size) {
    throw new Error(`size '${name}' should be among ${sizes.map(known => known.name).join(', ')}: the settings changed while the workflow ran`);
  }
  return size;
}
