import type { Sharp } from 'sharp';
import { readMatrixProfile } from './matrix-profile';
import { Animation } from '../../../src/contract/workflow';
import { freePixels } from '../imaging/free-pixels';
import { Dimensions } from '../imaging/geometry';
import { ImageHeader } from '../imaging/inspect-image';
import { Raster, rasterOf, withoutSolidAlpha } from '../imaging/raster';
import { readingFile, RejectedFile } from '../imaging/rejection';
import { sharp } from '../imaging/sharp-runtime';

export interface DecodeOptions {
  /** Pixels of the result, upright; at most those of the image. */
  readonly target: Dimensions;
  /** All frames of an animation, or the first alone. */
  readonly animated: boolean;
  /** Of all frames together. */
  readonly maxPixels: number;
}

/**
 * The one decode of the original, and the proof that it is sound: `failOn: 'warning'` alone notices zeroed and flipped
 * bits. A colour profile is applied after the resize: at full size it costs three times the decode.
 *
 * @throws RejectedFile where the file cannot be decoded.
 */
export async function decodeImage(bytes: Buffer, header: ImageHeader, options: DecodeOptions): Promise<Raster> {
  // Frames lie below each other, and would be turned as one picture: an animation that is to be turned shows its first.
  const animation = options.animated && header.frames > 1 && !header.turned ? animationOf(header) : undefined;
  const conversion = header.space === 'srgb' && header.profile && !animation ? readMatrixProfile(header.profile) : undefined;
  const decoder = sharp(bytes, {
    autoOrient: true,
    failOn: 'warning',
    limitInputPixels: options.maxPixels,
    animated: animation !== undefined,
    ignoreIcc: conversion !== undefined,
  }).resize({ ...options.target, fit: 'fill' });
  if (!conversion && !animation && keepsProfile(header)) return withoutSolidAlpha(await throughColourEngine(decoder, header));
  const raster = await readingFile(() => colourRaster(decoder.toColourspace('srgb'), animation));
  conversion?.(raster.data, raster.channels);
  return withoutSolidAlpha(raster);
}

/** By way of a file that carries the profile to a second pipeline, since one pipeline would apply it at full size. */
async function throughColourEngine(decoder: Sharp, header: ImageHeader): Promise<Raster> {
  const working = await readingFile(() =>
    decoder.keepIccProfile().toColourspace(workingSpace(header)).tiff({ compression: 'none' }).toBuffer());
  const deep = workingSpace(header) === 'rgb16';
  const opened = sharp(working, { limitInputPixels: false });
  // sharp brings 16-bit colour to Display P3 and needs to be asked for the rest of the way.
  const raster = await colourRaster(deep ? opened.withIccProfile('srgb') : opened.toColourspace('srgb'));
  freePixels(working);
  return raster;
}

async function colourRaster(pipeline: Sharp, animation?: Animation): Promise<Raster> {
  try {
    return await rasterOf(pipeline, animation);
  } catch (error) {
    // A TIFF may hold any number of channels that mean no colour.
    if (error instanceof Error && /should have 3 or 4 channels/.test(error.message)) throw new RejectedFile('unsupported-type');
    throw error;
  }
}

/** CMYK is left to sharp, which converts it before the resize: four inks do not average like light. */
function keepsProfile(header: ImageHeader): boolean {
  return header.profile !== undefined && ['srgb', 'rgb', 'b-w', 'grey16', 'rgb16'].includes(header.space);
}

/** A grey profile fits grey pixels alone, so they stay grey until it is applied. */
function workingSpace(header: ImageHeader): 'srgb' | 'b-w' | 'rgb16' {
  if (header.space === 'b-w' || header.space === 'grey16') return 'b-w';
  return header.space === 'rgb16' ? 'rgb16' : 'srgb';
}

/** What an encoder takes; a GIF's frame may last ten times as long, a WebP's for hours. */
const MAX_DELAY = 65_535;

function animationOf(header: ImageHeader): Animation {
  const delay = header.delay ?? [];
  return {
    frames: header.frames,
    // 100 ms is what browsers show for a frame that names no time.
    delay: Array.from({ length: header.frames }, (_, frame) => Math.min(delay[frame] ?? 100, MAX_DELAY)),
    loop: header.loop ?? 0,
  };
}
