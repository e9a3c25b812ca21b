import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Component, packageComponent } from './notices/components';
import { SVG_RASTERIZER } from '../src/contract/functions';

const PACKAGE = 'node_modules/@resvg/resvg-wasm';
const SOURCE = 'projenrc/svg-rasterizer';

/**
 * The program that draws an SVG watermark at synth: plain JavaScript and WebAssembly, on any machine.
 *
 * @returns what it holds
 */
export async function buildSvgRasterizer(root: string, building: string): Promise<Component[]> {
  const folder = join(building, SVG_RASTERIZER);
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [`${SOURCE}/index.ts`],
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The CommonJS build: the ESM build looks for its WebAssembly in its own folder.
    alias: { '@resvg/resvg-wasm': join(root, PACKAGE, 'index.js') },
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'warning',
  });
  copyFileSync(join(root, PACKAGE, 'index_bg.wasm'), join(folder, 'resvg.wasm'));
  return [packageComponent(root, join(root, PACKAGE))];
}
