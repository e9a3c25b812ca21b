import { sharp } from '../../../../pipeline/imaging/sharp-runtime';

export interface Pixels { readonly data: Buffer; readonly width: number; readonly height: number; readonly channels: number }

/** The decoded pixels of an image file, as 8-bit RGB or RGBA. */
export async function pixelsOf(file: Buffer, animated = false): Promise<Pixels> {
  const { data, info } = await sharp(file, { animated, limitInputPixels: false }).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** Mean absolute difference of the channels, 0 to 255. */
export function distance(a: Pixels, b: Pixels): number {
  expect([b.width, b.height, b.channels]).toEqual([a.width, a.height, a.channels]);
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) sum += Math.abs(a.data[at] - b.data[at]);
  return sum / a.data.length;
}

/** Largest difference of a channel, 0 to 255. */
export function largestDifference(a: Pixels, b: Pixels): number {
  expect([b.width, b.height, b.channels]).toEqual([a.width, a.height, a.channels]);
  let largest = 0;
  for (let at = 0; at < a.data.length; at++) largest = Math.max(largest, Math.abs(a.data[at] - b.data[at]));
  return largest;
}

export function pixelAt({ data, width, channels }: Pixels, left: number, top: number): number[] {
  const at = (top * width + left) * channels;
  return [...data.subarray(at, at + channels)];
}

/** The smallest box around all pixels that differ by more than `threshold`. */
export function changedBox(a: Pixels, b: Pixels, threshold = 4): { left: number; top: number; right: number; bottom: number } | undefined {
  let box: { left: number; top: number; right: number; bottom: number } | undefined;
  for (let at = 0; at < a.data.length; at++) {
    if (Math.abs(a.data[at] - b.data[at]) <= threshold) continue;
    const left = Math.floor(at / a.channels) % a.width;
    const top = Math.floor(at / a.channels / a.width);
    box = box
      ? { left: Math.min(box.left, left), top: Math.min(box.top, top), right: Math.max(box.right, left), bottom: Math.max(box.bottom, top) }
      : { left, top, right: left, bottom: top };
  }
  return box;
}
