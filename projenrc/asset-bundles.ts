import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundledFolders } from './notices/components';

/** Packages that stay outside a bundle: sharp finds its native library relative to its own folder. */
const EXTERNAL = ['sharp'];

/**
 * Bundles `lambda/<name>/index.ts` to `<folder>/<name>/index.js`: CommonJS, because it starts faster than ESM on
 * Lambda; `module` before `main`, because only ES modules lose their unused parts.
 *
 * @returns folders of the packages that each handler holds, by its name
 */
export async function bundleHandlers(root: string, names: readonly string[], folder: string): Promise<Record<string, string[]>> {
  const { metafile } = await build({
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
    // The notices have the licences' whole texts.
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'warning',
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  return Object.fromEntries(outputs.map(([path, output]) => [basename(dirname(path)), bundledFolders(root, output)]));
}

/** The names among these whose handler exists. */
export function existingHandlers(root: string, names: readonly string[]): string[] {
  return names.filter(name => existsSync(join(root, entryOf(name))));
}

function entryOf(name: string): string {
  return `lambda/${name}/index.ts`;
}
