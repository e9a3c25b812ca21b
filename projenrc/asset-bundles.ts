import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundledFolders } from './notices/components';

/** Packages outside the bundles: sharp finds its native library relative to its own folder. */
const EXTERNAL = ['sharp'];

/** Folders of `lambda/` that hold handlers. */
const PARTS = ['pipeline', 'api', 'upkeep'];

/**
 * Bundles `lambda/<part>/<name>/index.ts` to `<folder>/<name>/index.js`: CommonJS, because it starts faster than ESM on
 * Lambda; `module` before `main`, because only ES modules lose their unused parts.
 *
 * @returns folders of the packages in each bundle, by handler name
 */
export async function bundleHandlers(root: string, names: readonly string[], folder: string): Promise<Record<string, string[]>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: names.map(name => ({ in: handlerEntry(root, name), out: `${name}/index` })),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: EXTERNAL,
    // The notices contain the full texts of the licences.
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'warning',
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  return Object.fromEntries(outputs.map(([path, output]) => [basename(dirname(path)), bundledFolders(root, output)]));
}

/** Path below `root` of a handler's module, which is in the folder of its part of the system. */
export function handlerEntry(root: string, name: string): string {
  const entry = PARTS.map(part => `lambda/${part}/${name}/index.ts`).find(candidate => existsSync(join(root, candidate)));
  if (entry === undefined) throw new Error(`handler ${name} has no folder in ${PARTS.map(part => `lambda/${part}/`).join(', ')}`);
  return entry;
}
