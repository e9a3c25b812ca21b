import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { Sharp } from 'sharp';
import { sharp } from './sharp-runtime';
import { Animation, HandOver, HandOverPixels } from '../../../src/contract/workflow';

/** Decoded pixels: 8-bit sRGB, upright, three channels or four with alpha (not premultiplied), frames stacked vertically. */
export interface Raster {
  readonly data: Buffer;
  /** Pixels of one frame. */
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Present if there is more than one frame. */
  readonly animation?: Animation;
}

export function frameCount(raster: Raster): number {
  return raster.animation?.frames ?? 1;
}

export function hasAlpha(raster: Raster): boolean {
  return raster.channels === 4;
}

/** A sharp pipeline that starts from these pixels. */
export function pipelineOf(raster: Raster): Sharp {
  const { data, width, height, channels, animation } = raster;
  if (!animation) return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  return sharp(data, {
    raw: { width, height: height * animation.frames, channels, pageHeight: height },
    animated: true,
    limitInputPixels: false,
  });
}

/** Runs a pipeline and returns its pixels. */
export async function rasterOf(pipeline: Sharp, animation?: Animation): Promise<Raster> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) {
    throw new Error(`a decoded image must have 3 or 4 channels, got ${info.channels}`);
  }
  const height = animation ? info.height / animation.frames : info.height;
  return { data, width: info.width, height, channels: info.channels, animation };
}

export function firstFrame(raster: Raster): Raster {
  return frameOf(raster, 0);
}

/** One frame as a still image, which shares its pixels with the animation. */
export function frameOf(raster: Raster, index: number): Raster {
  if (!raster.animation) return raster;
  const { data, width, height, channels } = raster;
  const bytes = width * height * channels;
  return { data: data.subarray(index * bytes, (index + 1) * bytes), width, height, channels };
}

/** Drops an alpha channel that is opaque everywhere, as most are. */
export function dropOpaqueAlpha(raster: Raster): Raster {
  if (!hasAlpha(raster)) return raster;
  const { data } = raster;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return raster;
  const opaque = Buffer.allocUnsafe((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    opaque[to] = data[from];
    opaque[to + 1] = data[from + 1];
    opaque[to + 2] = data[from + 2];
  }
  return { ...raster, data: opaque, channels: 3 };
}

/**
 * Opaque images up to this size are handed over uncompressed: transferring 12 MB takes about as long as encoding a JPEG,
 * uses no CPU time and is lossless. Larger ones travel as a visually lossless JPEG.
 */
const MAX_LOSSLESS_PIXELS = 4_000_000;

/** The working file between resize and watermark. */
export interface PackedRaster {
  readonly bytes: Buffer;
  readonly type: string;
  readonly extension: string;
  /** Absent for a JPEG. Passed through the workflow: a header in front of the pixels would force a copy of them all. */
  readonly pixels?: HandOverPixels;
}

export async function packRaster(raster: Raster): Promise<PackedRaster> {
  if (!raster.animation && !hasAlpha(raster) && raster.width * raster.height > MAX_LOSSLESS_PIXELS) {
    const bytes = await pipelineOf(raster).jpeg({ quality: 99, chromaSubsampling: '4:4:4', optimiseCoding: false }).toBuffer();
    return { bytes, type: 'image/jpeg', extension: 'jpg' };
  }
  const { data, ...rest } = raster;
  // Drawings and animations compress well; compressing a photo takes longer than transferring it.
  const compressed = hasAlpha(raster) || raster.animation !== undefined;
  const bytes = compressed ? await promisify(zstdCompress)(data, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }) : data;
  return { bytes, type: 'application/octet-stream', extension: 'raster', pixels: { ...rest, compressed } };
}

export async function unpackRaster(bytes: Buffer, pixels: HandOver['pixels']): Promise<Raster> {
  if (!pixels) return rasterOf(sharp(bytes, { limitInputPixels: false }).toColourspace('srgb'));
  const { compressed, ...rest } = pixels;
  return { ...rest, data: compressed ? await promisify(zstdDecompress)(bytes) : bytes };
}

type CollectGarbage = (options: { readonly type: 'minor' | 'major' }) => void;

/** ECMAScript 2024. */
interface Transferable extends ArrayBuffer {
  transfer(length: number): ArrayBuffer;
}

// Lambda owns the command line, so the flag is set here.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as CollectGarbage;

/**
 * Calls between two full collections, about thirty images. Buffers promoted to the old generation keep their off-heap memory
 * until a full collection, which V8 runs only once its heap has trebled. By then glibc holds memory that it never returns:
 * 29 % more over a soak (docs/faults.md). A full collection takes less than 10 ms.
 */
const CALLS_PER_FULL_COLLECTION = 100;
let calls = 0;

/**
 * Releases buffers that are no longer needed, and collects garbage. Pixels live outside the heap, so they do not trigger
 * V8's collector: a warm function would keep those of its last images. Takes about a millisecond.
 *
 * @param buffers empty afterwards; a view of a larger allocation is left untouched
 */
export function freePixels(...buffers: readonly Buffer[]): void {
  for (const { buffer, byteLength } of new Set(buffers)) {
    if (buffer.byteLength === byteLength) (buffer as Transferable).transfer(0);
  }
  collectGarbage({ type: ++calls % CALLS_PER_FULL_COLLECTION === 0 ? 'major' : 'minor' });
}
