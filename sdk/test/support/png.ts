import { crc32, inflateSync } from 'node:zlib';

/** Reads an RGBA PNG without filters, and checks what a strict reader would: chunks, their CRCs, and the zlib stream. */
export function decodePng(png: Buffer): { width: number; height: number; rgba: Buffer } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== png.readUInt32BE(at + 8 + length)) throw new Error(`The CRC of the chunk at ${at} is wrong.`);
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += length + 12;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT')!);
  const row = width * 4 + 1;
  return { width, height, rgba: Buffer.concat(Array.from({ length: height }, (_row, y) => rows.subarray(y * row + 1, (y + 1) * row))) };
}
