import { readFile } from 'node:fs/promises';
import { Photograph } from './photographs';
import { FORMATS, settingsFor } from './settings';
import { psnr } from './statistics';
import { inspectImage } from '../lambda/pipeline/imaging/inspect-image';
import { packRaster, Raster, unpackRaster } from '../lambda/pipeline/imaging/raster';
import { encodeImage } from '../lambda/pipeline/imaging/rendition-store';
import { sharp } from '../lambda/pipeline/imaging/sharp-runtime';
import { decodeTarget, planSizes } from '../lambda/pipeline/resize/cascade';
import { decodeImage } from '../lambda/pipeline/resize/decode-image';

export interface HandOverLoss {
  readonly photograph: string;
  readonly size: string;
  readonly format: string;
  /** Peak signal-to-noise ratio that the written file loses against one encoded without the hand-over, luma, dB. */
  readonly lossDb: number;
  /** Share by which the file is larger. */
  readonly bytes: number;
  readonly handedBytes: number;
}

/** Larger than what is handed over losslessly: the default sizes lose nothing, larger ones are handed over as JPEG. */
const BIG = { name: 'big', width: 2560, fit: 'inside' } as const;

/** What the working file between resize and watermark costs the final JPEG and WebP where it is a JPEG. */
export async function measureHandOver(photographs: readonly Photograph[]): Promise<HandOverLoss[]> {
  const losses: HandOverLoss[] = [];
  for (const { name, path } of photographs) losses.push(...await lossesOf(await bigSizeOf(path), { photograph: name, size: BIG.name }));
  return losses;
}

async function bigSizeOf(path: string): Promise<Raster> {
  const { sizes, limits } = settingsFor(FORMATS.webp, true, [BIG]);
  const original = await readFile(path);
  const header = await inspectImage(original);
  const plan = planSizes(header.upright, sizes);
  const target = decodeTarget(header.upright, plan.map(({ geometry }) => geometry));
  return decodeImage(original, header, { target, animated: false, maxPixels: limits.maxPixels });
}

async function lossesOf(raster: Raster, about: Pick<HandOverLoss, 'photograph' | 'size'>): Promise<HandOverLoss[]> {
  const packed = await packRaster(raster);
  if (packed.type !== 'image/jpeg') return [];
  const handed = await unpackRaster(packed.bytes, packed.pixels);
  return Promise.all(settingsFor(FORMATS.webp, true).formats.map(async format => {
    const direct = (await encodeImage(raster, format)).bytes;
    const over = (await encodeImage(handed, format)).bytes;
    return {
      ...about,
      format: format.format,
      lossDb: await distanceOf(direct, raster) - await distanceOf(over, raster),
      bytes: over.length / direct.length - 1,
      handedBytes: packed.bytes.length,
    };
  }));
}

async function distanceOf(encoded: Buffer, reference: Raster): Promise<number> {
  const decoded = await sharp(encoded).toColourspace('srgb').raw().toBuffer();
  return psnr(luma(decoded), luma(reference.data));
}

function luma(rgb: Buffer): Uint8Array {
  const values = new Uint8Array(rgb.length / 3);
  for (let at = 0, pixel = 0; pixel < values.length; at += 3, pixel++) {
    values[pixel] = Math.round(0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2]);
  }
  return values;
}
