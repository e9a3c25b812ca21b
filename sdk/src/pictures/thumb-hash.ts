/* eslint-disable no-bitwise -- ThumbHash is a binary format */
/** Pixels, row by row from the top: red, green, blue and alpha from 0 to 255, not premultiplied. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const LONGEST_SIDE = 32;

/**
 * Decodes a ThumbHash (https://evanw.github.io/thumbhash/): a few cosine coefficients of lightness, two colour axes
 * and, for a transparent image, alpha. `undefined` if there are too few bytes.
 */
export function decodeThumbHash(hash: Uint8Array): Pixels | undefined {
  const bits = new BitReader(hash);
  const [lightness, yellow, red] = [bits.take(6) / 63, bits.take(6) / 31.5 - 1, bits.take(6) / 31.5 - 1];
  const lightnessScale = bits.take(5) / 31;
  const hasAlpha = bits.take(1) === 1;
  const shorter = bits.take(3);
  const [yellowScale, redScale] = [bits.take(6) / 63 * 1.25, bits.take(6) / 63 * 1.25];
  const isLandscape = bits.take(1) === 1;
  const alpha = hasAlpha ? bits.take(4) / 15 : 1;
  const alphaScale = hasAlpha ? bits.take(4) / 15 : 0;
  const longer = hasAlpha ? 5 : 7;
  const [across, down] = isLandscape ? [longer, shorter] : [shorter, longer];
  const channels = [
    channel(bits, lightness, lightnessScale, Math.max(3, across), Math.max(3, down)),
    channel(bits, yellow, yellowScale, 3, 3),
    channel(bits, red, redScale, 3, 3),
    ...(hasAlpha ? [channel(bits, alpha, alphaScale, 5, 5)] : []),
  ];
  if (bits.exhausted || shorter === 0) return undefined;
  const ratio = across / down;
  const width = Math.round(ratio > 1 ? LONGEST_SIDE : LONGEST_SIDE * ratio);
  const height = Math.round(ratio > 1 ? LONGEST_SIDE / ratio : LONGEST_SIDE);
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [l = 0, p = 0, q = 0, a = 1] = channels.map((value) => value((x + 0.5) / width, (y + 0.5) / height));
      const blue = l - 2 / 3 * p;
      const bright = (3 * l - blue + q) / 2;
      rgba.set([bright, bright - q, blue, a].map((part) => Math.max(0, 255 * Math.min(1, part))), at);
    }
  }
  return { width, height, rgba };
}

/** Value of a channel at a position; both coordinates are from 0 to 1. */
type Channel = (x: number, y: number) => number;

function channel(bits: BitReader, mean: number, scale: number, across: number, down: number): Channel {
  const waves: Array<readonly [cx: number, cy: number, amplitude: number]> = [];
  for (let cy = 0; cy < down; cy++) {
    for (let cx = cy > 0 ? 0 : 1; cx * down < across * (down - cy); cx++) waves.push([cx, cy, (bits.take(4) / 7.5 - 1) * scale]);
  }
  const wave = (position: number, frequency: number) => Math.cos(Math.PI * position * frequency);
  return (x, y) => waves.reduce((sum, [cx, cy, amplitude]) => sum + 2 * amplitude * wave(x, cx) * wave(y, cy), mean);
}

/** Reads numbers of a few bits, starting at the lowest bit of the first byte. */
class BitReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get exhausted(): boolean {
    return this.#at > this.bytes.length * 8;
  }

  take(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) value |= ((this.bytes[this.#at >> 3] ?? 0) >> (this.#at & 7) & 1) << bit;
    return value;
  }
}
