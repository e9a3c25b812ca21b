import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gradient } from './support/samples';
import { freePixels, packRaster, Raster, unpackRaster } from '../../../pipeline/imaging/raster';

async function roundTrip(raster: Raster): Promise<Raster> {
  const { bytes, pixels } = await packRaster(raster);
  return unpackRaster(bytes, pixels);
}

test.each([[300, 200], [1920, 1440]])('a raster of %p x %p pixels survives the hand-over unchanged', async (width, height) => {
  const raster: Raster = { data: gradient(width, height), width, height, channels: 3 };
  expect(await roundTrip(raster)).toEqual(raster);
});

test('an animation survives the hand-over unchanged, with its delays', async () => {
  const raster: Raster = {
    data: gradient(10, 30), width: 10, height: 10, channels: 3, animation: { frames: 3, delay: [20, 40, 1000], loop: 5 },
  };
  expect(await roundTrip(raster)).toEqual(raster);
});

test('a large raster with alpha survives the hand-over unchanged', async () => {
  const data = Buffer.from(Array.from({ length: 600 * 600 * 4 }, (_, at) => (at * 7) % 256));
  const raster: Raster = { data, width: 600, height: 600, channels: 4 };
  expect((await roundTrip(raster)).data.equals(data)).toBe(true);
});

test('a large opaque raster is handed over as a JPEG that changes its pixels by less than half a step', async () => {
  const raster: Raster = { data: gradient(2400, 1700), width: 2400, height: 1700, channels: 3 };
  const { bytes, type } = await packRaster(raster);
  const arrived = await unpackRaster(bytes, undefined);
  const mean = raster.data.reduce((sum, value, at) => sum + Math.abs(value - arrived.data[at]), 0) / raster.data.length;
  expect(type).toBe('image/jpeg');
  expect(bytes.length).toBeLessThan(raster.data.length / 4);
  expect(mean).toBeLessThan(0.5);
});

test('the same raster gives the same bytes', async () => {
  const raster: Raster = { data: gradient(300, 200), width: 300, height: 200, channels: 3 };
  expect((await packRaster(raster)).bytes.equals((await packRaster(raster)).bytes)).toBe(true);
});

/** Runs in a separate process, where nothing else triggers a collection: megabytes held outside V8's heap. */
const PROGRAM = `
  const { setImmediate: turn } = require('node:timers/promises');
  const { freePixels } = require('./lambda/pipeline/imaging/raster.ts');
  const held = () => process.memoryUsage().external / 2 ** 20;
  const use = () => { Buffer.alloc(64 * 2 ** 20).fill(1); };
  void (async () => {
    freePixels();
    await turn();
    const before = held();
    use();
    const used = held() - before;
    // Collected memory is released in later turns of the event loop.
    for (let call = 0; call < 3; call++) {
      await turn();
      freePixels();
      await turn();
    }
    console.log(JSON.stringify({ used: Math.round(used), kept: Math.round(held() - before) }));
  })();
`;

function runAlone(program: string): unknown {
  const root = join(__dirname, '../../../..');
  return JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', '--eval', program], { cwd: root, env: { PATH: process.env.PATH } }).toString());
}

test('pixels without references are released', () => {
  expect(runAlone(PROGRAM)).toEqual({ used: 64, kept: 0 });
});

test('a given buffer is released, but a slice of a larger one is kept', () => {
  const whole = Buffer.alloc(100_000, 7);
  const part = Buffer.from([1, 2, 3]);
  freePixels(whole, whole, part);
  expect([whole.length, [...part]]).toEqual([0, [1, 2, 3]]);
});

/** Megabytes that survived minor collections, before and after a major one is due. */
const GROWN_OLD = `
  const { setImmediate: turn } = require('node:timers/promises');
  const { freePixels } = require('./lambda/pipeline/imaging/raster.ts');
  const held = () => Math.round(process.memoryUsage().external / 2 ** 20);
  void (async () => {
    const start = held();
    let old = Buffer.alloc(64 * 2 ** 20).fill(1);
    const free = async times => {
      for (let call = 0; call < times; call++) {
        freePixels();
        await turn();
      }
      return held() - start;
    };
    await free(5);
    old = undefined;
    console.log(JSON.stringify([await free(90), await free(10)]));
  })();
`;

test('pixels in the old generation are released after a hundred calls', () => {
  expect(runAlone(GROWN_OLD)).toEqual([64, 0]);
});
