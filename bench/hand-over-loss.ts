import { readFile } from 'node:fs/promises';
import { joinSmall, Photograph } from './photographs';
import { FORMATS, settingsFor } from './settings';
import { psnr } from './statistics';
import { Cascade, decodeTarget, planSizes } from '../lambda/shared/imaging/cascade';
import { decodeImage } from '../lambda/shared/imaging/decode-image';
import { encodeImage } from '../lambda/shared/imaging/encode-image';
import { packRaster, unpackRaster } from '../lambda/shared/imaging/hand-over';
import { inspectImage } from '../lambda/shared/imaging/inspect-image';
import { Raster } from '../lambda/shared/imaging/raster';
import { sharp } from '../lambda/shared/imaging/sharp-runtime';

export interface HandOverLoss {
  readonly photograph: string;
  readonly size: string;
  readonly format: string;
  /** Peak signal-to-noise ratio that the written file loses against one encoded without the hand-over, luma, dB. */
  readonly lossDb: number;
  /** Share of bytes that it is larger by. */
  readonly bytes: number;
  readonly handedBytes: number;
}

/**
 * What the working file between resize and watermark costs the final JPEG and WebP, for sizes that travel as a JPEG: of
 * the photographs' sizes, and of small photographs joined to such a size, which have no grain added.
 */
export async function measureHandOver(photographs: readonly Photograph[]): Promise<HandOverLoss[]> {
  const losses: HandOverLoss[] = [];
  for (const name of [0, 1, 2]) {
    losses.push(...await lossesOf(await joinSmall(name), { photograph: `joined-${name + 1}`, size: 'large' }));
  }
  for (const { name, path } of photographs) {
    for (const { size, raster } of await sizesOf(path)) losses.push(...await lossesOf(raster, { photograph: name, size }));
  }
  return losses;
}

async function sizesOf(path: string): Promise<{ size: string; raster: Raster }[]> {
  const { sizes, limits } = settingsFor(FORMATS.webp, true);
  const original = await readFile(path);
  const header = await inspectImage(original);
  const plan = planSizes(header.upright, sizes);
  const cascade = new Cascade(await decodeImage(original, header, {
    target: decodeTarget(header.upright, plan), animated: false, maxPixels: limits.maxPixels,
  }));
  const rendered: { size: string; raster: Raster }[] = [];
  for (const planned of plan) rendered.push({ size: planned.settings.name, raster: await cascade.render(planned) });
  return rendered;
}

async function lossesOf(raster: Raster, about: Pick<HandOverLoss, 'photograph' | 'size'>): Promise<HandOverLoss[]> {
  const packed = await packRaster(raster);
  if (packed.type !== 'image/jpeg') return [];
  const handed = await unpackRaster(packed.bytes);
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
