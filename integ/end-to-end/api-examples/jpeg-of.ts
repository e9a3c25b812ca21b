import { photograph } from '../pictures';

const MARKER = Buffer.from([0xff, 0xfe]);
const MAX_COMMENT = 60_000;

/** A photograph of exactly so many bytes, at least 180,000: comments, which no decoder looks at, fill it up. */
export function jpegOf(bytes: number): Buffer {
  const photo = photograph('allium-oreophilum');
  const start = photo.subarray(0, 2);
  const comments: Buffer[] = [];
  for (let left = bytes - photo.length; left > 0;) {
    // A comment has four bytes of its own, and so has the next one: none that is left may be smaller.
    const size = left > MAX_COMMENT + 4 ? MAX_COMMENT : left;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(size - 2);
    comments.push(MARKER, length, Buffer.alloc(size - 4));
    left -= size;
  }
  return Buffer.concat([start, ...comments, photo.subarray(2)]);
}
