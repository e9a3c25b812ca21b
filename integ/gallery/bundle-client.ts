import { join } from 'node:path';
import { build } from 'esbuild';

/** The client package as one ES module for browsers: made of its sources, so the page shows what is being worked on. */
export async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, '..', '..', 'sdk', 'src', 'index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}
