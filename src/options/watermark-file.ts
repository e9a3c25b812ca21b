import { createHash } from 'crypto';
import { existsSync, readFileSync, statSync } from 'fs';
import { resolve } from 'path';
import { fail, requireKnown } from './check';

const MAX_BYTES = 5 * 1024 * 1024;

/** First bytes of the formats that a watermark may have: the functions decode no other, SVG least of all. */
const SIGNATURES: readonly ((head: Buffer) => boolean)[] = [
  (head) => head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  (head) => head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
];

export interface WatermarkFile {
  /** Absolute path. */
  readonly file: string;
  readonly sha256: string;
}

export function readWatermarkFile(path: string): WatermarkFile {
  requireKnown('the file of the watermark', path, 'write the path itself');
  const file = resolve(path);
  const subject = `the file of the watermark '${path}'`;
  if (!existsSync(file) || !statSync(file).isFile()) {
    fail(subject, 'a file', `nothing at ${file}`, 'give its path relative to where the app is started');
  }
  const { size } = statSync(file);
  if (size > MAX_BYTES) fail(subject, `at most ${MAX_BYTES} bytes`, String(size), 'a mark of 1000 pixels is sharp on every size');
  const bytes = readFileSync(file);
  if (!SIGNATURES.some((matches) => matches(bytes))) {
    fail(subject, 'a PNG, JPEG or WebP picture', 'another kind of content', 'convert it, best to a PNG with transparency');
  }
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}
