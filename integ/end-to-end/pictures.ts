import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** A public-domain photograph of the development dependencies, by the end of its package's name. */
export function photograph(name: string): Buffer {
  return readFileSync(join(__dirname, '../../node_modules/@stdlib', `datasets-img-${name}`, 'data/image.jpg'));
}

/** Red left half, blue right half, as a viewer that honours EXIF orientation shows it: 600 wide, 800 high. */
export async function uprightPortrait(orientation: 1 | 6): Promise<Buffer> {
  const half = { width: 300, height: 800, channels: 3 as const };
  const upright = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#0000ff' } })
    .composite([{ input: { create: { ...half, background: '#ff0000' } }, left: 0, top: 0 }])
    .png().toBuffer();
  const stored = orientation === 6 ? sharp(upright).rotate(-90) : sharp(upright);
  return stored.withMetadata({ orientation }).withExifMerge({ IFD0: { Copyright: 'Photographer', Model: 'Camera 1' } }).jpeg().toBuffer();
}

/** Grey of one value: a difference from it in a rendition is a watermark. */
export async function plainGrey(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: 120, g: 120, b: 120 } } }).png().toBuffer();
}

export async function translucent(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } }).png().toBuffer();
}

/** Three frames of 100, 200 and 300 ms, played twice. */
export async function animation(width: number, height: number): Promise<Buffer> {
  const frames = await Promise.all(['#ff0000', '#00ff00', '#0000ff'].map(background =>
    sharp({ create: { width, height, channels: 3, background } }).png().toBuffer()));
  return sharp(frames, { join: { animated: true } }).gif({ delay: [100, 200, 300], loop: 2 }).toBuffer();
}

/** A photograph whose second half never arrived. */
export function truncated(photo: Buffer): Buffer {
  return photo.subarray(0, Math.floor(photo.length / 2));
}
