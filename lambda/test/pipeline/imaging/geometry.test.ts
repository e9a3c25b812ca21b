import { sizeOf } from './support/process-image';
import { GRAVITIES, IMAGE_FITS } from '../../../../src/contract/image-settings';
import { place, planGeometry } from '../../../pipeline/imaging/geometry';

const photo = { width: 4000, height: 3000 };
const stamp = { width: 100, height: 50 };

test.each([
  ['inside', photo, { width: 150, height: 150 }, [150, 113]],
  ['inside', photo, { width: 1920 }, [1920, 1440]],
  ['inside', photo, { height: 300 }, [400, 300]],
  ['outside', photo, { width: 150, height: 150 }, [200, 150]],
  ['cover', photo, { width: 150, height: 150 }, [150, 150]],
  ['cover', photo, { width: 150 }, [150, 113]],
  ['contain', photo, { width: 150, height: 150 }, [150, 150]],
  ['fill', photo, { width: 150, height: 300 }, [150, 300]],
  ['fill', photo, { width: 150 }, [150, 113]],
  ['inside', stamp, { width: 1920 }, [100, 50]],
  ['outside', stamp, { width: 1920, height: 1920 }, [100, 50]],
  ['cover', stamp, { width: 80, height: 80 }, [80, 50]],
  ['contain', stamp, { width: 200, height: 200 }, [200, 200]],
  ['fill', stamp, { width: 200, height: 20 }, [100, 20]],
] as const)('%s of %p in %p gives %p', (fit, image, bounds, [width, height]) => {
  expect(planGeometry(image, sizeOf('s', { fit, ...bounds }))).toMatchObject({ width, height });
});

test.each([
  ['inside', { width: 200 }, [200, 100]],
  ['cover', { width: 200, height: 200 }, [200, 200]],
  ['fill', { width: 200, height: 20 }, [200, 20]],
  ['contain', { width: 200, height: 300 }, [200, 300]],
] as const)('%s enlarges to %p if enlarge is set', (fit, bounds, [width, height]) => {
  expect(planGeometry(stamp, sizeOf('s', { fit, ...bounds, enlarge: true }))).toMatchObject({ width, height });
});

test('a crop keeps the part that the position names', () => {
  const crop = (position: (typeof GRAVITIES)[number]) =>
    planGeometry(photo, sizeOf('s', { fit: 'cover', width: 300, height: 300, position })).crop;
  expect(crop('west')).toEqual({ left: 0, top: 0, width: 300, height: 300 });
  expect(crop('center')).toEqual({ left: 50, top: 0, width: 300, height: 300 });
  expect(crop('south-east')).toEqual({ left: 100, top: 0, width: 300, height: 300 });
});

test('nothing is made longer than every output format can hold', () => {
  expect(planGeometry({ width: 100, height: 30_000 }, sizeOf('s', { width: 1920 }))).toMatchObject({ width: 55, height: 16_383 });
});

test('every plan is whole: at least a pixel, cropped from within, padded to the bounds, never enlarged unasked', () => {
  const sides = [1, 2, 3, 7, 99, 150, 1921, 9999];
  for (const fit of IMAGE_FITS) {
    for (const width of sides) {
      for (const height of sides) {
        for (const bound of [1, 150, 1920]) {
          const plan = planGeometry({ width, height }, sizeOf('s', { fit, width: bound, height: 77 }));
          const { scaled, crop, pad } = plan;
          expect(Math.min(plan.width, plan.height, scaled.width, scaled.height)).toBeGreaterThanOrEqual(1);
          expect(scaled.width <= width && scaled.height <= height).toBe(true);
          if (crop) {
            expect(Math.min(crop.left, crop.top)).toBeGreaterThanOrEqual(0);
            expect(crop.left + crop.width <= scaled.width && crop.top + crop.height <= scaled.height).toBe(true);
          }
          if (pad) {
            expect(Math.min(pad.left, pad.top, pad.right, pad.bottom)).toBeGreaterThanOrEqual(0);
            expect([scaled.width + pad.left + pad.right, scaled.height + pad.top + pad.bottom]).toEqual([bound, 77]);
          }
        }
      }
    }
  }
});

test('something lies at the margin from the edges that its position names', () => {
  const at = (position: (typeof GRAVITIES)[number]) => place({ width: 20, height: 10 }, { width: 100, height: 100 }, position, 5);
  expect(at('north-west')).toEqual({ left: 5, top: 5 });
  expect(at('center')).toEqual({ left: 40, top: 45 });
  expect(at('south-east')).toEqual({ left: 75, top: 85 });
});
