import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { SVG_RASTERIZER } from '../src/contract/functions';

const PACKAGE = 'node_modules/@resvg/resvg-wasm';
const SOURCE = 'projenrc/svg-rasterizer';

/** The program that draws an SVG watermark at synth: plain JavaScript and WebAssembly, on any machine. */
export async function buildSvgRasterizer(root: string, building: string): Promise<void> {
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
    // The CommonJS build: the other one looks for its WebAssembly beside itself.
    alias: { '@resvg/resvg-wasm': join(root, PACKAGE, 'index.js') },
    legalComments: 'external',
    sourcemap: false,
    logLevel: 'warning',
  });
  copyFileSync(join(root, PACKAGE, 'index_bg.wasm'), join(folder, 'resvg.wasm'));
  const { version } = JSON.parse(readFileSync(join(root, PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const licence = readFileSync(join(root, SOURCE, 'LICENSE-MPL-2.0.txt'), 'utf8');
  writeFileSync(join(folder, 'LICENSE.txt'),
    `index.js holds, and resvg.wasm is, @resvg/resvg-wasm ${version}, unchanged but for minification, under the licence below.\n`
    + `Its source: https://github.com/yisibl/resvg-js/tree/v${version} and https://github.com/linebender/resvg\n\n${licence}`);
}
