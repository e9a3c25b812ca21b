import { sharp } from '../../../../pipeline/imaging/sharp-runtime';

/** A PNG with a different colour in each corner, so that rotation and mirroring show. */
export function corners(width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = [[200, 40, 40], [40, 200, 40], [40, 40, 200], [200, 200, 40]][(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)];
      data.set(colour, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer();
}

/** Smooth in both directions, like a photo. */
export function gradient(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const x = (at % width) / width;
    const y = Math.floor(at / width) / height;
    data.set([x * 255, y * 255, (1 - x) * 255], at * 3);
  }
  return data;
}

export function plain(width: number, height: number, background: string, channels: 3 | 4 = 3): Promise<Buffer> {
  return sharp({ create: { width, height, channels, background } }).png().toBuffer();
}

/** Every frame shows a different rectangle and has a different delay. */
export async function animation(format: 'gif' | 'webp', frames: number, loop: number, side = 64): Promise<Buffer> {
  const data = Buffer.alloc(side * side * frames * 4);
  for (let frame = 0; frame < frames; frame++) {
    for (let at = 0; at < side * side; at++) {
      const inside = at % side < (frame + 1) * 8 && Math.floor(at / side) < 16;
      data.set(inside ? [220, 30, 30, 255] : [30, 120, 200, 255], (frame * side * side + at) * 4);
    }
  }
  const pipeline = sharp(data, { raw: { width: side, height: side * frames, channels: 4, pageHeight: side }, animated: true });
  const delay = Array.from({ length: frames }, (_, frame) => 100 + frame * 50);
  return format === 'gif' ? pipeline.gif({ delay, loop }).toBuffer() : pipeline.webp({ delay, loop, lossless: true }).toBuffer();
}
