import { gradient } from './support/samples';
import { packRaster, unpackRaster } from '../../../pipeline/imaging/hand-over';
import { Raster } from '../../../pipeline/imaging/raster';

async function roundTrip(raster: Raster): Promise<Raster> {
  const { bytes, pixels } = await packRaster(raster);
  return unpackRaster(bytes, pixels);
}

test.each([[300, 200], [1920, 1440]])('a picture of %p x %p pixels arrives as it left', async (width, height) => {
  const raster: Raster = { data: gradient(width, height), width, height, channels: 3 };
  expect(await roundTrip(raster)).toEqual(raster);
});

test('an animation arrives as it left, with its times', async () => {
  const raster: Raster = {
    data: gradient(10, 30), width: 10, height: 10, channels: 3, animation: { frames: 3, delay: [20, 40, 1000], loop: 5 },
  };
  expect(await roundTrip(raster)).toEqual(raster);
});

test('a big picture with alpha arrives as it left', async () => {
  const data = Buffer.from(Array.from({ length: 600 * 600 * 4 }, (_, at) => (at * 7) % 256));
  const raster: Raster = { data, width: 600, height: 600, channels: 4 };
  expect((await roundTrip(raster)).data.equals(data)).toBe(true);
});

test('a big opaque picture travels as a JPEG that changes its pixels by less than half a step', async () => {
  const raster: Raster = { data: gradient(2400, 1700), width: 2400, height: 1700, channels: 3 };
  const { bytes, type } = await packRaster(raster);
  const arrived = await unpackRaster(bytes, undefined);
  const mean = raster.data.reduce((sum, value, at) => sum + Math.abs(value - arrived.data[at]), 0) / raster.data.length;
  expect(type).toBe('image/jpeg');
  expect(bytes.length).toBeLessThan(raster.data.length / 4);
  expect(mean).toBeLessThan(0.5);
});

test('the same picture gives the same bytes', async () => {
  const raster: Raster = { data: gradient(300, 200), width: 300, height: 200, channels: 3 };
  expect((await packRaster(raster)).bytes.equals((await packRaster(raster)).bytes)).toBe(true);
});
