import sharp from 'sharp';
import { makeSamples } from '../../../integ/demo/samples';

test('the samples are what they claim to be', async () => {
  const samples = await makeSamples();
  const bytes = (filename: string) => samples.find(sample => sample.filename === filename)!.bytes;
  expect(samples.filter(({ expected }) => expected === 'ready')).toHaveLength(10);
  expect(await sharp(bytes('portrait-exif-6.jpg')).metadata()).toMatchObject({ orientation: 6, width: 900, height: 600 });
  expect(await sharp(bytes('transparent.png')).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
  const alpha = await sharp(bytes('transparent.png')).extractChannel('alpha').raw().toBuffer();
  const [corner, left, middle, right] = [0, 320 * 640, 320 * 640 + 320, 320 * 640 + 639].map(at => alpha[at]);
  expect({ corner, left, middle }).toEqual({ corner: 0, left: 0, middle: 255 });
  expect(right).toBeLessThan(10);
  expect((await sharp(bytes('animated.gif')).metadata()).pages).toBeGreaterThan(5);
  await expect(sharp(bytes('corrupt.jpg'), { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow();
});
