import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync, statSync } from 'fs';
import { join, resolve } from 'path';
import { fail, requireKnown } from './check';
import { readPicture } from './picture-content';
import { SVG_RASTERIZER } from '../contract/functions';
import { assetFolder } from '../functions/handler-function';

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

/** Pixels of the longer side: sharp even as wide as the widest default size. */
const SVG_SIDE = 2048;
const SVG_TIMEOUT_MS = 60_000;
const MAX_PNG_BYTES = 64 * 1024 * 1024;

/** Checks the first element after declarations and comments. */
export function isSvg(bytes: Buffer): boolean {
  const start = markupOf(bytes).replace(/^(?:\s|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>)*/i, '');
  return /^<(?:[\w.-]+:)?svg[\s>/]/.test(start);
}

/**
 * Rasterizes an SVG to a PNG in a separate process: WebAssembly only, without network and file access.
 *
 * @param subject how an error names the file
 */
export function rasterizeSvg(subject: string, bytes: Buffer): Buffer {
  refuseUnsupportedContent(subject, markupOf(bytes));
  const program = join(assetFolder(SVG_RASTERIZER), 'index.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, String(SVG_SIDE)], {
    // Options of the app's process, such as a debugger, do not apply.
    env: { ...process.env, NODE_OPTIONS: '' },
    input: bytes,
    timeout: SVG_TIMEOUT_MS,
    maxBuffer: MAX_PNG_BYTES,
    windowsHide: true,
  });
  if (status === 2) fail(subject, 'a valid SVG', stderr.toString(), 'repair it, or convert it to a PNG with transparency');
  if (status !== 0) {
    const cause = error?.message ?? stderr.toString().trim();
    fail(subject, `an SVG that renders within ${SVG_TIMEOUT_MS / 1000} seconds`, cause || `code ${status}`, 'simplify it, or convert it to a PNG with transparency');
  }
  return stdout;
}

const CONTENTS: readonly (readonly [RegExp, string, string])[] = [
  [/<!ENTITY/i, 'custom entities', 'save it as plain SVG'],
  [/<(?:[\w.-]+:)?(?:text|tspan|tref|textPath|foreignObject)[\s>/]/, 'text, for which there are no fonts', 'convert the text to paths'],
  // References are `#name`; embedded images are `data:`.
  [/[\s:]href\s*=\s*(?!(["'])\s*(?:#|data:image\/(?:png|jpeg|gif);))/i, 'an external reference', 'embed or remove it'],
  [/url\(\s*(?!["']?\s*(?:&quot;|&apos;)?\s*#)/i, 'an external reference', 'embed or remove it'],
  [/@import/i, 'an external reference', 'embed or remove it'],
];

function refuseUnsupportedContent(subject: string, svg: string): void {
  for (const [pattern, got, fix] of CONTENTS) {
    if (pattern.test(svg)) fail(subject, 'an SVG of shapes only', got, fix);
  }
}

/** Without byte order mark and comments. */
function markupOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\ufeff/, '').replace(/<!--[\s\S]*?-->/g, '');
}
