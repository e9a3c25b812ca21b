import { build } from 'esbuild';

test('a bundle for browsers imports nothing of Node and stays small', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: ['sdk/src/index.ts'], bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, metafile: true, outdir: 'out',
  });
  const [bundle] = Object.values(metafile.outputs);
  expect(bundle!.imports).toEqual([]);
  // ky is half of it.
  expect(outputFiles[0]!.contents.length).toBeLessThan(60_000);
});
