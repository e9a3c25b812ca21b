import { createHash } from 'crypto';
import { existsSync, readFileSync, statSync } from 'fs';
import { resolve } from 'path';
import { fail, requireKnown } from './check';
import { readPicture } from './picture-content';
import { isSvg, rasterizeSvg } from './svg-watermark';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_SIDE = 4096;
const SHARP_ENOUGH = '2000 pixels are sharp on every size';

export interface WatermarkFile {
  /** PNG, JPEG or WebP: the functions decode no other formats. */
  readonly picture: Buffer;
  /** SHA-256 of the image, hex. */
  readonly sha256: string;
}

/** Reads a watermark file and checks that the functions can decode it. An SVG is rasterized here. */
export function readWatermarkFile(path: string): WatermarkFile {
  requireKnown('the file of the watermark', path, 'write the path itself');
  const file = resolve(path);
  const subject = `the file of the watermark '${path}'`;
  if (!existsSync(file) || !statSync(file).isFile()) {
    fail(subject, 'a file', `nothing at ${file}`, 'the path is relative to the working directory');
  }
  const { size } = statSync(file);
  if (size > MAX_BYTES) fail(subject, `at most ${MAX_BYTES} bytes`, String(size), SHARP_ENOUGH);
  const bytes = readFileSync(file);
  const picture = isSvg(bytes) ? rasterizeSvg(subject, bytes) : bytes;
  checkPicture(subject, picture);
  return { picture, sha256: createHash('sha256').update(picture).digest('hex') };
}

function checkPicture(subject: string, picture: Buffer): void {
  const content = readPicture(picture);
  if (content === undefined) {
    return fail(subject, 'a PNG, WebP, JPEG or SVG image', 'another type', 'convert it, preferably to a PNG with transparency');
  }
  if (typeof content === 'string') return fail(subject, 'intact', content, 'export it again');
  const { width, height, animated } = content;
  if (animated) fail(subject, 'a still image', 'an animation', 'export one frame of it');
  if (Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) {
    fail(subject, `1 to ${MAX_SIDE} pixels wide and high`, `${width} x ${height}`, SHARP_ENOUGH);
  }
}
