/* eslint-disable no-bitwise -- the format is one of bits */
import type { Pixels } from './thumb-hash.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RGBA_8_BIT = [8, 6, 0, 0, 0];

/** A `data:` address of a PNG, not compressed: for pictures of a few thousand pixels (65535 bytes at most). */
export function pngDataUrl({ width, height, rgba }: Pixels): string {
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
