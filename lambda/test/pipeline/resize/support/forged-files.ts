import { crc32, deflateSync } from 'node:zlib';

/** Small files with huge dimensions, and headers with false claims: written by hand, since no encoder produces them. */

interface Pixels { readonly width: number; readonly height: number; readonly channels: number; readonly bits: 8 | 16 }

/** A PNG whose pixels are all zero, or whose header claims other dimensions than its pixels have. */
export function forgedPng(pixels: Pixels, options: { interlaced?: boolean; rows?: number; chunks?: Buffer[] } = {}): Buffer {
  const { width, height, channels, bits } = pixels;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, [0, 0, 4, 2, 6][channels], 0, 0, options.interlaced ? 1 : 0], 8);
  const row = 1 + width * channels * (bits / 8);
  // Seven passes have more row beginnings than one.
  const rows = options.rows ?? (options.interlaced ? Math.ceil(height * 1.01) + 8 : height);
  const data = deflateSync(Buffer.alloc(row * rows), { level: 1 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...options.chunks ?? [],
    pngChunk('IDAT', data),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** With a right checksum, and the length that is asked for. */
export function pngChunk(type: string, data: Buffer, length = data.length): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A TIFF of one deflated strip of zeros: libtiff opens a strip as a whole. */
export function forgedTiff(pixels: Pixels, entries: readonly (readonly [tag: number, value: number])[] = []): Buffer {
  const { width, height, channels, bits } = pixels;
  const data = deflateSync(Buffer.alloc(width * height * channels * (bits / 8)), { level: 1 });
  const tags = new Map<number, number>([
    [256, width], [257, height], [258, bits], [259, 8], [262, channels === 1 ? 1 : 2],
    [273, 8], [277, channels], [278, height], [279, data.length],
    ...(channels === 4 ? [[338, 2] as const] : []), ...entries,
  ]);
  const directory = Buffer.alloc(2 + tags.size * 12 + 4);
  directory.writeUInt16LE(tags.size, 0);
  [...tags].sort(([a], [b]) => a - b).forEach(([tag, value], index) => {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(4, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  });
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + data.length, 4);
  return Buffer.concat([head, data, directory]);
}

/** An animated WebP around the frames of still ones, with the canvas that is asked for. */
export function animatedWebp(stills: readonly Buffer[], frame: { width: number; height: number }, canvas = frame, delay = 100): Buffer {
  const extended = Buffer.alloc(10);
  extended[0] = 0x12;
  extended.writeUIntLE(canvas.width - 1, 4, 3);
  extended.writeUIntLE(canvas.height - 1, 7, 3);
  const frames = stills.map(still => {
    const head = Buffer.alloc(16);
    head.writeUIntLE(frame.width - 1, 6, 3);
    head.writeUIntLE(frame.height - 1, 9, 3);
    head.writeUIntLE(delay, 12, 3);
    return riffChunk('ANMF', Buffer.concat([head, still.subarray(12)]));
  });
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), riffChunk('VP8X', extended), riffChunk('ANIM', Buffer.alloc(6)), ...frames]);
  return riffChunk('RIFF', body);
}

function riffChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** An animated GIF with its frames so many times over; encoders would merge what is equal. */
export function repeatedGif(file: Buffer, times: number): Buffer {
  // The seven bytes of the screen descriptor, then the palette: the fifth byte holds its flag and, in three bits, its size.
  const head = 13 + (file[10] < 128 ? 0 : 3 * 2 ** (file[10] % 8 + 1));
  return Buffer.concat([file.subarray(0, head), ...Array.from({ length: times }, () => file.subarray(head, -1)), Buffer.from(';')]);
}
