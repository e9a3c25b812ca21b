import { ImageSettings, SizeSettings } from '../../src/contract/image-settings';
import { Rendition, WatermarkRequest, WatermarkResult } from '../../src/contract/workflow';
import { drawMark } from '../shared/imaging/draw-mark';
import { freePixels } from '../shared/imaging/free-pixels';
import { unpackRaster } from '../shared/imaging/hand-over';
import { MarkCache } from '../shared/imaging/mark';
import { ObjectReader, ObjectWriter } from '../shared/imaging/objects';
import { Raster } from '../shared/imaging/raster';
import { RenditionStore } from '../shared/imaging/rendition-store';

/**
 * Draws the mark on each size of a task and encodes each of its formats once.
 *
 * @throws MissingObjectError where a working file has expired, and whatever the store throws
 */
export async function watermarkImage(
  { upload, task }: WatermarkRequest,
  reader: ObjectReader,
  writer: ObjectWriter,
  settings: ImageSettings,
  marks: MarkCache,
): Promise<WatermarkResult> {
  // All reads begin at once; the first is drawn on while the others arrive.
  const files = task.sizes.map(({ size, key }) => ({ size: sizeNamed(settings, size), file: reader.get(key) }));
  for (const { file } of files) file.catch(() => undefined);
  const store = new RenditionStore(writer, upload, task.metadata);
  const renditions: Rendition[] = [];
  let previous: { bytes: Buffer; raster: Raster } | undefined;
  for (const { size, file } of files) {
    const { bytes } = await file;
    // Sizes above a small original are equal, and so are their marks.
    if (!previous?.bytes.equals(bytes)) {
      previous = undefined;
      freePixels();
      previous = { bytes, raster: await marked(bytes, marks) };
    }
    renditions.push(...await store.save(previous.raster, size, settings.formats));
  }
  await store.finish();
  return { renditions };
}

async function marked(bytes: Buffer, marks: MarkCache): Promise<Raster> {
  const raster = await unpackRaster(bytes);
  drawMark(raster, await marks.markFor(raster));
  return raster;
}

function sizeNamed({ sizes }: ImageSettings, name: string): SizeSettings {
  const size = sizes.find(candidate => candidate.name === name);
  if (!size) {
    throw new Error(`size '${name}' should be among ${sizes.map(known => known.name).join(', ')}: the settings changed while the workflow ran`);
  }
  return size;
}
