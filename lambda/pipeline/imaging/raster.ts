import type { Sharp } from 'sharp';
import { sharp } from './sharp-runtime';
import { Animation } from '../../../src/contract/workflow';

/** Decoded pixels: 8-bit sRGB, upright, three channels or four with alpha (not premultiplied), frames below each other. */
export interface Raster {
  readonly data: Buffer;
  /** Pixels of one frame. */
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Present where there is more than one frame. */
  readonly animation?: Animation;
}

export function frameCount(raster: Raster): number {
  return raster.animation?.frames ?? 1;
}

export function hasAlpha(raster: Raster): boolean {
  return raster.channels === 4;
}

/** A sharp pipeline that begins with these pixels. */
export function pipelineOf(raster: Raster): Sharp {
  const { data, width, height, channels, animation } = raster;
  if (!animation) return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  return sharp(data, {
    raw: { width, height: height * animation.frames, channels, pageHeight: height },
    animated: true,
    limitInputPixels: false,
  });
}

/** Runs a pipeline to the end and takes its pixels. */
export async function rasterOf(pipeline: Sharp, animation?: Animation): Promise<Raster> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) {
    throw new Error(`a decoded image should have 3 or 4 channels, got ${info.channels}`);
  }
  const height = animation ? info.height / animation.frames : info.height;
  return { data, width: info.width, height, channels: info.channels, animation };
}

export function firstFrame(raster: Raster): Raster {
  return frameOf(raster, 0);
}

/** A still picture; its pixels are those of the animation, not copied. */
export function frameOf(raster: Raster, index: number): Raster {
  if (!raster.animation) return raster;
  const { data, width, height, channels } = raster;
  const bytes = width * height * channels;
  return { data: data.subarray(index * bytes, (index + 1) * bytes), width, height, channels };
}

/** The same picture without an alpha channel that is solid everywhere: most of them are. */
export function withoutSolidAlpha(raster: Raster): Raster {
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
