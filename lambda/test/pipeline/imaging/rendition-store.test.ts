import { setImmediate as tick } from 'node:timers/promises';
import { UPLOAD, sizeOf } from './support/process-image';
import { plain } from './support/samples';
import { rasterOf } from '../../../pipeline/imaging/raster';
import { RenditionStore } from '../../../pipeline/imaging/rendition-store';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';

test('fails where one write fails, but not before the others are done', async () => {
  let end = (): void => undefined;
  const slow = new Promise<void>(resolve => { end = resolve; });
  const store = new RenditionStore({ put: key => (key.includes('/full.') ? Promise.reject(new Error('no space')) : slow) }, UPLOAD);
  for (const name of ['full', 'slow']) await store.handOver(await rasterOf(sharp(await plain(4, 4, '#808080'))), sizeOf(name, {}));
  let ended = false;
  const finished = store.finish().catch((error: Error) => error).finally(() => { ended = true; });
  await tick();
  expect(ended).toBe(false);
  end();
  expect(await finished).toEqual(new Error('no space'));
});
