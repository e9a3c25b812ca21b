import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { crc32, deflateSync } from 'zlib';

/** A file of this name in a new folder. */
export function fileOf(name: string, content: Buffer | string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'watermark-')), name);
  writeFileSync(path, content);
  return path;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey PNG of one colour; `claimed` is what its header says, where that is not the truth. */
export function png(grey: number, width = 2, height = 2, claimed = { width, height }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claimed.width);
  header.writeUInt32BE(claimed.height, 4);
  header[8] = 8;
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.from([0, ...Array<number>(width).fill(grey)])));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const base64 = (text: string) => Buffer.from(text, 'base64');
/** 3 x 2 pixels each. */
export const PICTURES = {
  webp: base64('UklGRjgAAABXRUJQVlA4ICwAAADwAQCdASoDAAIAAUAmJaACdLoB+AAETAAA/u+9V/43bjDfgu/33oDeBgAAAA=='),
  losslessWebp: base64('UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQs840s/+BiOh/AAA='),
  webpWithAlpha: base64('UklGRloAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAf39/f39/AFZQOCAsAAAA8AEAnQEqAwACAAFAJiWgAnS6AfgABEwAAP7vvVf+N24w34Lv996A3gYAAAA='),
  animatedWebp: base64('UklGRoQAAABXRUJQVlA4WAoAAAACAAAAAgAAAQAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAIAAAEAAGQAAAJWUDhMDgAAAC8CQAAABxAR/Q9ERP8DQU5NRioAAAAAAAAAAAACAAABAABkAAAAVlA4TBEAAAAvAkAAAAdQ5CIXuf+BiOh/AAA='),
  interlacedPng: base64('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAFlEcHbAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEElEQVQImWMwTpvJgIQhCABJAActjYFb0QAAAABJRU5ErkJggg=='),
  /** As far as its header goes, and its end. */
  jpeg: Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08000200030101110000ffd9', 'hex'),
};
