import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const resolveDir = fileURLToPath(new URL('../src', import.meta.url));

async function bundle(contents: string, external: string[] = []) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir }, external, bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, metafile: true,
  });
  return { text: outputFiles[0]!.text, gzipped: gzipSync(outputFiles[0]!.contents, { level: 9 }).length, ...metafile };
}

const CLIENT = "export { ImageManagementClient } from './index.js';";

// holds: promise.client
test('a client in a browser costs at most 9 kB beside ky, minified and gzipped, and ky at most as much again', async () => {
  const [own, whole] = [await bundle(CLIENT, ['ky']), await bundle(CLIENT)];
  expect(own.gzipped).toBeLessThanOrEqual(9_000);
  expect(whole.gzipped - own.gzipped).toBeLessThanOrEqual(9_000);
});

test('nothing of Node is imported, whatever is used of the package', async () => {
  const { inputs, outputs } = await bundle("export * from './index.js';");
  const imported = [...Object.values(inputs), ...Object.values(outputs)].flatMap(({ imports }) => imports.map(({ path }) => path.replace('node:', '')));
  expect(imported.filter((path) => builtinModules.includes(path))).toEqual([]);
  const packages = Object.keys(inputs).flatMap((path) => /node_modules\/(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[1] ?? []);
  expect([...new Set(packages)]).toEqual(['ky']);
});
