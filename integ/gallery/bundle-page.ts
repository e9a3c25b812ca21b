import { join } from 'node:path';
import { build } from 'esbuild';

/** The page's script as one ES module, with the built client package in it, as any app would have it. */
export async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'page', 'gallery.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}
