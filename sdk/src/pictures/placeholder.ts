/* eslint-disable no-bitwise -- PNG is a binary format */
import { decodeThumbHash } from './thumb-hash.js';
import type { Pixels } from './thumb-hash.js';

/**
 * A blurred preview to show before the image has loaded: a `data:` URL, about 5 KB, of a PNG of at most 32 x 32 pixels
 * in the image's proportions.
 *
 * @param placeholder of an `ImageRecord`
 * @returns `undefined` for `undefined` and for an invalid ThumbHash
 */
export function placeholderUrl(placeholder: string | undefined): string | undefined {
  const hash = bytesOf(placeholder ?? '');
  const pixels = hash && decodeThumbHash(hash);
  return pixels && pngDataUrl(pixels);
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RGBA_8_BIT = [8, 6, 0, 0, 0];

/** Uncompressed, in one block of at most 65535 bytes: enough for some thousand pixels. */
function pngDataUrl({ width, height, rgba }: Pixels): string {
  const rows = Array.from({ length: height }, (_row, y) => [0, ...rgba.subarray(y * width * 4, (y + 1) * width * 4)]).flat();
  const stored = [1, rows.length & 255, rows.length >> 8, ~rows.length & 255, (~rows.length >> 8) & 255];
  const bytes = [
    ...SIGNATURE,
    ...chunk('IHDR', [...int32(width), ...int32(height), ...RGBA_8_BIT]),
    ...chunk('IDAT', [0x78, 0x01, ...stored, ...rows, ...int32(adler32(rows))]),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''))}`;
}

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...[...name].map((letter) => letter.charCodeAt(0)), ...data];
  return [...int32(data.length), ...body, ...int32(crc32(body))];
}

function int32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

function adler32(bytes: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
