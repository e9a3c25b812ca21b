import type { Sharp } from 'sharp';
import { Animation } from '../../../src/contract/workflow';
import { Dimensions } from '../imaging/geometry';
import { ImageHeader, readingFile, RejectedFile } from '../imaging/inspect-image';
import { dropOpaqueAlpha, freePixels, Raster, rasterOf } from '../imaging/raster';
import { sharp } from '../imaging/sharp-runtime';

export interface DecodeOptions {
  /** Pixels of the result, upright; at most those of the image. */
  readonly target: Dimensions;
  /** All frames of an animation, or only the first. */
  readonly animated: boolean;
  /** Pixels of all frames together. */
  readonly maxPixels: number;
}

/**
 * Decodes the original, once; only `failOn: 'warning'` detects zeroed and flipped bits. A colour profile is applied after
 * the resize: at full size it costs three times as much as the decode.
 *
 * @throws RejectedFile if the file cannot be decoded
 */
export async function decodeImage(bytes: Buffer, header: ImageHeader, options: DecodeOptions): Promise<Raster> {
  // Frames are stacked and would be rotated as one image, so only the first frame of a reoriented animation is kept.
  const animation = options.animated && header.frames > 1 && !header.reoriented ? animationOf(header) : undefined;
  const conversion = header.space === 'srgb' && header.profile && !animation ? readMatrixProfile(header.profile) : undefined;
  const decoder = sharp(bytes, {
    autoOrient: true,
    failOn: 'warning',
    limitInputPixels: options.maxPixels,
    animated: animation !== undefined,
    ignoreIcc: conversion !== undefined,
  }).resize({ ...options.target, fit: 'fill' });
  if (!conversion && !animation && keepsProfile(header)) return dropOpaqueAlpha(await convertWithColourEngine(decoder, header));
  const raster = await readingFile(() => colourRaster(decoder.toColourspace('srgb'), animation));
  conversion?.(raster.data, raster.channels);
  return dropOpaqueAlpha(raster);
}

/** A temporary file carries the profile to a second pipeline: a single one would apply it at full size. */
async function convertWithColourEngine(decoder: Sharp, header: ImageHeader): Promise<Raster> {
  const working = await readingFile(() =>
    decoder.keepIccProfile().toColourspace(workingSpace(header)).tiff({ compression: 'none' }).toBuffer());
  const deep = workingSpace(header) === 'rgb16';
  const opened = sharp(working, { limitInputPixels: false });
  // sharp converts 16-bit colour only to Display P3 unless asked for sRGB.
  const raster = await colourRaster(deep ? opened.withIccProfile('srgb') : opened.toColourspace('srgb'));
  freePixels(working);
  return raster;
}

async function colourRaster(pipeline: Sharp, animation?: Animation): Promise<Raster> {
  try {
    return await rasterOf(pipeline, animation);
  } catch (error) {
    // A TIFF may have any number of channels that are not colours.
    if (error instanceof Error && /must have 3 or 4 channels/.test(error.message)) throw new RejectedFile('unsupported-type');
    throw error;
  }
}

/** CMYK is left to sharp, which converts it before the resize: inks do not average like light. */
function keepsProfile(header: ImageHeader): boolean {
  return header.profile !== undefined && ['srgb', 'rgb', 'b-w', 'grey16', 'rgb16'].includes(header.space);
}

/** A grey profile applies only to grey pixels, so they stay grey until then. */
function workingSpace(header: ImageHeader): 'srgb' | 'b-w' | 'rgb16' {
  if (header.space === 'b-w' || header.space === 'grey16') return 'b-w';
  return header.space === 'rgb16' ? 'rgb16' : 'srgb';
}

/** The encoders' limit in milliseconds; a frame of a GIF may last ten times as long, one of a WebP hours. */
const MAX_DELAY = 65_535;

function animationOf(header: ImageHeader): Animation {
  const delay = header.delay ?? [];
  return {
    frames: header.frames,
    // Browsers show a frame without a delay for 100 ms.
    delay: Array.from({ length: header.frames }, (_, frame) => Math.min(delay[frame] ?? 100, MAX_DELAY)),
    loop: header.loop ?? 0,
  };
}

/** Converts 8-bit pixels to sRGB in place; `channels` is 3, or 4 with alpha. */
export type ColourConversion = (pixels: Buffer, channels: number) => void;

type Triple = readonly [number, number, number];
type Rows = readonly (readonly number[])[];
type Curve = (value: number) => number;

/** From the profile connection space (XYZ, D50) to linear sRGB: the inverse of sRGB's Bradford-adapted colorants. */
const TO_SRGB: readonly Triple[] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

/** Steps of linear light; the darkest is two fifths of a step of the result. */
const STEPS = 8192;
const ENCODED = Uint8Array.from({ length: STEPS }, (_, step) => Math.round(encode(step / (STEPS - 1)) * 255));

/**
 * Reads a profile of a matrix and three curves, the kind that cameras, phones and editors embed (ICC.1:2022, 8.3). The
 * colour engine does the same through a temporary file, which takes twice as long.
 *
 * @returns undefined for any other profile: table-based, not RGB, or damaged
 */
export function readMatrixProfile(icc: Buffer): ColourConversion | undefined {
  try {
    if (icc.toString('latin1', 16, 24) !== 'RGB XYZ ') return undefined;
    const tags = tagsOf(icc);
    if (['A2B0', 'A2B1', 'A2B2', 'D2B0', 'D2B1'].some(name => tags.has(name))) return undefined;
    const colorants = ['rXYZ', 'gXYZ', 'bXYZ'].map(name => xyzOf(tags.get(name)!));
    const matrix = TO_SRGB.map(row => colorants.map(column => row.reduce((sum, factor, at) => sum + factor * column[at], 0)));
    const curves = ['rTRC', 'gTRC', 'bTRC'].map(name => curveOf(tags.get(name)!))
      .map(curve => Float64Array.from({ length: 256 }, (_, value) => curve(value / 255)));
    return isSrgb(matrix, curves) ? () => undefined : (pixels, channels) => convert(pixels, channels, matrix, curves);
  } catch {
    return undefined;
  }
}

/** What each of the three channels contributes to one channel of the result, in steps. */
type Shares = readonly [Float32Array, Float32Array, Float32Array];

function convert(pixels: Buffer, channels: number, matrix: Rows, curves: readonly Float64Array[]): void {
  const share = (curve: Float64Array, factor: number) => Float32Array.from(curve, light => light * factor * (STEPS - 1));
  const shares = matrix.map((row): Shares => [share(curves[0], row[0]), share(curves[1], row[1]), share(curves[2], row[2])]);
  // In chunks: V8 optimises a function that is called often sooner than one with a long loop.
  const chunk = channels * 4096;
  for (let at = 0; at < pixels.length; at += chunk) convertChunk(pixels, at, Math.min(pixels.length, at + chunk), channels, shares);
}

function convertChunk(pixels: Buffer, start: number, end: number, channels: number, [toRed, toGreen, toBlue]: readonly Shares[]): void {
  const [rr, rg, rb] = toRed;
  const [gr, gg, gb] = toGreen;
  const [br, bg, bb] = toBlue;
  for (let at = start; at < end; at += channels) {
    const red = pixels[at];
    const green = pixels[at + 1];
    const blue = pixels[at + 2];
    pixels[at] = encoded(rr[red] + rg[green] + rb[blue]);
    pixels[at + 1] = encoded(gr[red] + gg[green] + gb[blue]);
    pixels[at + 2] = encoded(br[red] + bg[green] + bb[blue]);
  }
}

/** Clips colours outside the gamut of sRGB. */
function encoded(light: number): number {
  return ENCODED[light <= 0 ? 0 : light >= STEPS - 1 ? STEPS - 1 : Math.floor(light + 0.5)];
}

/** Most profiles are sRGB itself up to rounding, and need no conversion. */
function isSrgb(matrix: Rows, curves: readonly Float64Array[]): boolean {
  return matrix.every((row, at) => row.every((factor, column) => Math.abs(factor - (at === column ? 1 : 0)) < 0.004))
    && curves.every(curve => curve.every((light, value) => Math.abs(encode(light) * 255 - value) < 0.5));
}

/** IEC 61966-2-1. */
function encode(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

function tagsOf(icc: Buffer): ReadonlyMap<string, Buffer> {
  const count = icc.readUInt32BE(128);
  return new Map(Array.from({ length: Math.min(count, 200) }, (_, index) => {
    const at = 132 + index * 12;
    const start = icc.readUInt32BE(at + 4);
    return [icc.toString('latin1', at, at + 4), icc.subarray(start, start + icc.readUInt32BE(at + 8))];
  }));
}

const fixed = (bytes: Buffer, at: number) => bytes.readInt32BE(at) / 65_536;

function xyzOf(tag: Buffer): Triple {
  if (tag.toString('latin1', 0, 4) !== 'XYZ ') throw new Error('a colorant must have type XYZ');
  return [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)];
}

function curveOf(tag: Buffer): Curve {
  switch (tag.toString('latin1', 0, 4)) {
    case 'curv': return sampled(tag);
    case 'para': return parametric(tag);
    default: throw new Error('a curve must be sampled or parametric');
  }
}

function sampled(tag: Buffer): Curve {
  const count = tag.readUInt32BE(8);
  if (count === 0) return value => value;
  if (count === 1) return value => value ** (tag.readUInt16BE(12) / 256);
  const entry = (index: number) => tag.readUInt16BE(12 + Math.min(index, count - 1) * 2) / 65_535;
  return value => {
    const place = value * (count - 1);
    const below = Math.floor(place);
    return entry(below) + (entry(below + 1) - entry(below)) * (place - below);
  };
}

/** Types 0 to 4 of ICC.1:2022, 10.18; parameters that a type lacks are 0. */
function parametric(tag: Buffer): Curve {
  const count = [1, 3, 4, 5, 7][tag.readUInt16BE(8)];
  const [gamma, a = 1, b = 0, ...rest] = Array.from({ length: count }, (_, index) => fixed(tag, 12 + index * 4));
  if (count <= 4) {
    const [offset = 0] = rest;
    return value => (a * value + b > 0 ? (a * value + b) ** gamma : 0) + offset;
  }
  const [c, d, e = 0, f = 0] = rest;
  return value => (value >= d ? (a * value + b) ** gamma + e : c * value + f);
}
