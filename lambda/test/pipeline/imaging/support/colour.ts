/** Colour by its definitions, for comparison with what the colour engine makes of a file. Numbers of a colour are 0 to 1. */
export type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];
type Curve = (value: number) => number;

export interface RgbSpace {
  /** Chromaticities x, y of red, green and blue. */
  readonly primaries: readonly (readonly [number, number])[];
  readonly white: readonly [number, number];
  readonly gamma: number;
}

const D65 = [0.3127, 0.3290] as const;
const D50 = [0.3457, 0.3585] as const;
/** https://www.iec.ch IEC 61966-2-1, Adobe RGB (1998) 4.3, SMPTE EG 432-1 (with a plain gamma), ISO 22028-2. */
const SRGB_PRIMARIES = [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]] as const;
export const SPACES: Readonly<Record<'Adobe RGB' | 'Display P3' | 'ProPhoto', RgbSpace>> = {
  'Adobe RGB': { primaries: [[0.64, 0.33], [0.21, 0.71], [0.15, 0.06]], white: D65, gamma: 563 / 256 },
  'Display P3': { primaries: [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]], white: D65, gamma: 2.2 },
  'ProPhoto': { primaries: [[0.7347, 0.2653], [0.1596, 0.8404], [0.0366, 0.0001]], white: D50, gamma: 1.8 },
};

const apply = (m: Matrix, v: Triple): Triple => m.map(row => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;
const transpose = (m: Matrix): Matrix => [0, 1, 2].map(i => m.map(row => row[i])) as unknown as Matrix;
const multiply = (a: Matrix, b: Matrix): Matrix => transpose(transpose(b).map(column => apply(a, column)) as unknown as Matrix);

function invert([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const rows: Matrix = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ];
  return rows.map(row => row.map(value => value / determinant)) as unknown as Matrix;
}

const xyzOf = ([x, y]: readonly [number, number]): Triple => [x / y, 1, (1 - x - y) / y];
const BRADFORD: Matrix = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];

/** Linear light of a space to XYZ under D50, as ICC profiles hold it. */
export function colorants({ primaries, white }: Pick<RgbSpace, 'primaries' | 'white'>): Matrix {
  const unscaled = transpose(primaries.map(xyzOf) as unknown as Matrix);
  const scale = apply(invert(unscaled), xyzOf(white));
  const native = unscaled.map(row => row.map((value, i) => value * scale[i])) as unknown as Matrix;
  const [from, to] = [white, D50].map(point => apply(BRADFORD, xyzOf(point)));
  const cones: Matrix = [[to[0] / from[0], 0, 0], [0, to[1] / from[1], 0], [0, 0, to[2] / from[2]]];
  return multiply(multiply(invert(BRADFORD), multiply(cones, BRADFORD)), native);
}

/** Linear light of sRGB to XYZ under D50. */
export const SRGB = colorants({ primaries: SRGB_PRIMARIES, white: D65 });
const TO_SRGB = invert(SRGB);

function encodeSrgb(linear: number): number {
  const within = Math.min(1, Math.max(0, linear));
  return within <= 0.0031308 ? within * 12.92 : 1.055 * within ** (1 / 2.4) - 0.055;
}
const decodeSrgb = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** A colour by the matrix and curves of its profile, as 8-bit sRGB, cut to its gamut. */
export function toSrgb(colour: Triple, profile: { readonly matrix: Matrix; readonly curves: readonly Curve[] }): Triple {
  const linear = colour.map((value, channel) => profile.curves[channel](value)) as unknown as Triple;
  return apply(TO_SRGB, apply(profile.matrix, linear)).map(value => encodeSrgb(value) * 255) as unknown as Triple;
}

export function profileOf(space: RgbSpace): { readonly matrix: Matrix; readonly curves: readonly Curve[] } {
  return { matrix: colorants(space), curves: Array<Curve>(3).fill(value => value ** space.gamma) };
}

/** CIEDE2000 of two 8-bit sRGB colours; 1 is about what can just be seen. Sharma, Wu, Dalal 2005. */
export function deltaE(a: Triple, b: Triple): number {
  const [one, two] = [labOf(a), labOf(b)];
  const chroma = (one.chroma + two.chroma) / 2;
  const g = 0.5 * (1 - Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)));
  const [p, q] = [one, two].map(({ l, a: x, b: y }) => {
    const a2 = x * (1 + g);
    return { l, c: Math.hypot(a2, y), h: (Math.atan2(y, a2) * 180 / Math.PI + 360) % 360 };
  });
  const gray = p.c * q.c === 0;
  const turn = gray ? 0 : ((q.h - p.h + 540) % 360) - 180;
  const hue = gray ? p.h + q.h : Math.abs(p.h - q.h) <= 180 ? (p.h + q.h) / 2 : (p.h + q.h + 360) / 2 % 360;
  const dH = 2 * Math.sqrt(p.c * q.c) * Math.sin(radians(turn / 2));
  const [l, c] = [(p.l + q.l) / 2, (p.c + q.c) / 2];
  const t = 1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6) - 0.2 * cosine(4 * hue - 63);
  const dL = (q.l - p.l) / (1 + 0.015 * (l - 50) ** 2 / Math.sqrt(20 + (l - 50) ** 2));
  const dC = (q.c - p.c) / (1 + 0.045 * c);
  const dHue = dH / (1 + 0.015 * c * t);
  const rotation = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin(radians(60 * Math.exp(-(((hue - 275) / 25) ** 2))));
  return Math.sqrt(dL ** 2 + dC ** 2 + dHue ** 2 + rotation * dC * dHue);
}

const radians = (degrees: number) => degrees * Math.PI / 180;
const cosine = (degrees: number) => Math.cos(radians(degrees));

function labOf(colour: Triple) {
  const xyz = apply(SRGB, colour.map(value => decodeSrgb(value / 255)) as unknown as Triple);
  const white = xyzOf(D50);
  const [x, y, z] = xyz.map((value, i) => {
    const ratio = value / white[i];
    return ratio > 216 / 24389 ? Math.cbrt(ratio) : (ratio * 24389 / 27 + 16) / 116;
  });
  const [a, b] = [500 * (x - y), 200 * (y - z)];
  return { l: 116 * y - 16, a, b, chroma: Math.hypot(a, b) };
}
