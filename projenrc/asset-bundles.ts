import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Packages that stay outside a bundle: sharp finds its native library relative to its own folder. */
const EXTERNAL = ['sharp'];

/**
 * Bundles `lambda/<name>/index.ts` to `<folder>/<name>/index.js`: CommonJS, because it starts faster than ESM on
 * Lambda; `module` before `main`, because only ES modules lose their unused parts.
 */
export async function bundleHandlers(root: string, names: readonly string[], folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: names.map(name => ({ in: entryOf(name), out: `${name}/index` })),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: EXTERNAL,
    legalComments: 'external',
    sourcemap: false,
    logLevel: 'warning',
  });
}

/** The names among these whose handler exists. */
export function existingHandlers(root: string, names: readonly string[]): string[] {
  return names.filter(name => existsSync(join(root, entryOf(name))));
}

function entryOf(name: string): string {
  return `lambda/${name}/index.ts`;
}
