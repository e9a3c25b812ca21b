import { spawnSync } from 'child_process';
import { join } from 'path';
import { fail } from './check';
import { SVG_RASTERIZER } from '../contract/functions';
import { assetFolder } from '../functions/asset-folder';

/** Pixels of the longer side: sharp on the widest default size, even where the mark is as wide as that. */
const SIDE = 2048;
const TIMEOUT_MS = 60_000;
const MAX_PNG = 64 * 1024 * 1024;

/** By its first element, behind declarations and comments. */
export function isSvg(bytes: Buffer): boolean {
  const start = withoutComments(textOf(bytes)).replace(/^(?:\s|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>)*/i, '');
  return /^<(?:[\w.-]+:)?svg[\s>/]/.test(start);
}

/**
 * Draws an SVG as a PNG, in a process of its own: WebAssembly alone, no network, no file is opened.
 *
 * @param subject how an error names the file
 */
export function rasterizeSvg(subject: string, bytes: Buffer): Buffer {
  refuseWhatCannotBeDrawn(subject, withoutComments(textOf(bytes)));
  const program = join(assetFolder(SVG_RASTERIZER), 'index.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, String(SIDE)], {
    // Options of the app's own process, such as a debugger, are none of this one.
    env: { ...process.env, NODE_OPTIONS: '' },
    input: bytes,
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_PNG,
    windowsHide: true,
  });
  if (status === 2) fail(subject, 'an SVG that can be drawn', stderr.toString(), 'repair it, or convert it to a PNG with transparency');
  if (status !== 0) {
    const cause = error?.message ?? stderr.toString().trim();
    fail(subject, `an SVG that is drawn within ${TIMEOUT_MS / 1000} seconds`, cause || `code ${status}`, 'simplify it, or convert it to a PNG with transparency');
  }
  return stdout;
}

const CONTENTS: readonly (readonly [RegExp, string, string])[] = [
  [/<!ENTITY/i, 'entities of its own', 'save it as plain SVG'],
  [/<(?:[\w.-]+:)?(?:text|tspan|tref|textPath|foreignObject)[\s>/]/, 'text, for which no fonts are there', 'convert the text to paths'],
  // References are `#name`; pictures inside the file are `data:`.
  [/[\s:]href\s*=\s*(?!(["'])\s*(?:#|data:image\/(?:png|jpeg|gif);))/i, 'a reference to something outside of it', 'put it into the file, or remove it'],
  [/url\(\s*(?!["']?\s*(?:&quot;|&apos;)?\s*#)/i, 'a reference to something outside of it', 'put it into the file, or remove it'],
  [/@import/i, 'a reference to something outside of it', 'put it into the file, or remove it'],
];

function refuseWhatCannotBeDrawn(subject: string, svg: string): void {
  for (const [pattern, got, fix] of CONTENTS) {
    if (pattern.test(svg)) fail(subject, 'an SVG of shapes alone', got, fix);
  }
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function withoutComments(svg: string): string {
  return svg.replace(/<!--[\s\S]*?-->/g, '');
}
