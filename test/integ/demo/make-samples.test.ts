import sharp from 'sharp';
import { makeSamples } from '../../../integ/demo/samples';

test('the samples are what they claim to be', async () => {
  const samples = await makeSamples();
  const bytes = (filename: string) => samples.find(sample => sample.filename === filename)!.bytes;
  expect(samples.filter(({ expected }) => expected === 'ready')).toHaveLength(10);
  expect(await sharp(bytes('portrait-exif-6.jpg')).metadata()).toMatchObject({ orientation: 6, width: 900, height: 600 });
  expect(await sharp(bytes('transparent.png')).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
  expect((await sharp(bytes('transparent.png')).stats()).isOpaque).toBe(false);
  expect((await sharp(bytes('animated.gif')).metadata()).pages).toBeGreaterThan(5);
  await expect(sharp(bytes('corrupt.jpg'), { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow();
});
