import { spawnSync } from 'child_process';
import { join } from 'path';
import { fail } from './check';
import { SVG_RASTERIZER } from '../contract/functions';
import { assetFolder } from '../functions/handler-function';

/** Pixels of the longer side: sharp even as wide as the widest default size. */
const SIDE = 2048;
const TIMEOUT_MS = 60_000;
const MAX_PNG = 64 * 1024 * 1024;

/** Checks the first element after declarations and comments. */
export function isSvg(bytes: Buffer): boolean {
  const start = withoutComments(textOf(bytes)).replace(/^(?:\s|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>)*/i, '');
  return /^<(?:[\w.-]+:)?svg[\s>/]/.test(start);
}

/**
 * Rasterizes an SVG to a PNG in a separate process: WebAssembly only, without network and file access.
 *
 * @param subject how an error names the file
 */
export function rasterizeSvg(subject: string, bytes: Buffer): Buffer {
  refuseUnsupportedContent(subject, withoutComments(textOf(bytes)));
  const program = join(assetFolder(SVG_RASTERIZER), 'index.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, String(SIDE)], {
    // Options of the app's process, such as a debugger, do not apply.
    env: { ...process.env, NODE_OPTIONS: '' },
    input: bytes,
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_PNG,
    windowsHide: true,
  });
  if (status === 2) fail(subject, 'a valid SVG', stderr.toString(), 'repair it, or convert it to a PNG with transparency');
  if (status !== 0) {
    const cause = error?.message ?? stderr.toString().trim();
    fail(subject, `an SVG that renders within ${TIMEOUT_MS / 1000} seconds`, cause || `code ${status}`, 'simplify it, or convert it to a PNG with transparency');
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

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function withoutComments(svg: string): string {
  return svg.replace(/<!--[\s\S]*?-->/g, '');
}
