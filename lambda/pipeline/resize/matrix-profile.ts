/** Changes 8-bit pixels to sRGB in place; `channels` is 3, or 4 with alpha. */
export type ColourConversion = (pixels: Buffer, channels: number) => void;

type Triple = readonly [number, number, number];
type Rows = readonly (readonly number[])[];
type Curve = (value: number) => number;

/** From the D50 that profiles speak of to linear sRGB: the inverse of sRGB's own colorants, Bradford-adapted. */
const TO_SRGB: readonly Triple[] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

/** Steps of linear light; the darkest one is two fifths of a step of the result. */
const STEPS = 8192;
const ENCODED = Uint8Array.from({ length: STEPS }, (_, step) => Math.round(encode(step / (STEPS - 1)) * 255));

/**
 * Reads a profile that consists of a matrix and three curves, as cameras, phones and editors embed (ICC.1:2022, 8.3).
 * A colour engine does the same by way of a file with all pixels, which takes twice as long.
 *
 * @returns undefined for any other profile: of tables, of other colours than RGB, or damaged
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

/** Of the three channels, what each gives to one channel of the result, in steps. */
type Shares = readonly [Float32Array, Float32Array, Float32Array];

function convert(pixels: Buffer, channels: number, matrix: Rows, curves: readonly Float64Array[]): void {
  const share = (curve: Float64Array, factor: number) => Float32Array.from(curve, light => light * factor * (STEPS - 1));
  const shares = matrix.map((row): Shares => [share(curves[0], row[0]), share(curves[1], row[1]), share(curves[2], row[2])]);
  // In pieces: V8 makes machine code of a function that is called often, sooner than of one that loops for long.
  const piece = channels * 4096;
  for (let at = 0; at < pixels.length; at += piece) convertPiece(pixels, at, Math.min(pixels.length, at + piece), channels, shares);
}

function convertPiece(pixels: Buffer, start: number, end: number, channels: number, [toRed, toGreen, toBlue]: readonly Shares[]): void {
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

/** Colours that sRGB does not have end at its border. */
function encoded(light: number): number {
  return ENCODED[light <= 0 ? 0 : light >= STEPS - 1 ? STEPS - 1 : Math.floor(light + 0.5)];
}

/** Most profiles are sRGB's own, to within the digits of their numbers: nothing is to be done. */
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
  if (tag.toString('latin1', 0, 4) !== 'XYZ ') throw new Error('a colorant should be of type XYZ');
  return [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)];
}

function curveOf(tag: Buffer): Curve {
  switch (tag.toString('latin1', 0, 4)) {
    case 'curv': return sampled(tag);
    case 'para': return parametric(tag);
    default: throw new Error('a curve should be sampled or parametric');
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

/** Types 0 to 4 of ICC.1:2022, 10.18; what a type lacks is 0, and the bound below which it is straight. */
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
