import sharp from 'sharp';
import { withoutProfile } from '../../bench/without-profile';

test('a JPEG loses its profile and keeps its pixels', async () => {
  const data = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 31) % 256));
  const tagged = await sharp(data, { raw: { width: 64, height: 64, channels: 3 } }).jpeg().withIccProfile('p3').toBuffer();
  const bare = withoutProfile(tagged);
  expect((await sharp(tagged).metadata()).hasProfile).toBe(true);
  expect((await sharp(bare).metadata()).hasProfile).toBe(false);
  const coded = (jpeg: Buffer) => jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])));
  expect(coded(bare).equals(coded(tagged))).toBe(true);
});

test('a JPEG without a profile stays as it is', async () => {
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } }).jpeg().toBuffer();
  expect(withoutProfile(jpeg).equals(jpeg)).toBe(true);
});

test('rejects bytes that are no chain of markers', () => {
  expect(() => withoutProfile(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 1, 2, 7, 7]))).toThrow('should have a marker at byte 8, got 7');
});
