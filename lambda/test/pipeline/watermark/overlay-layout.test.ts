import * as fc from 'fast-check';
import { Raster } from '../../../pipeline/imaging/raster';
import { layoutOf, rotatedBox, rotateOverlay } from '../../../pipeline/watermark/draw-overlay';
import '../../support/seed';

function raster(width: number, height: number, pixel: (x: number, y: number) => readonly number[]): Raster {
  const pixels = Array.from({ length: width * height }, (_, at) => pixel(at % width, Math.floor(at / width)));
  return { width, height, channels: 4, data: Buffer.from(pixels.flat()) };
}
const opacityOf = ({ data }: Raster) => data.reduce((sum, value, at) => sum + (at % 4 === 3 ? value : 0), 0);

describe('rotateOverlay', () => {
  const overlay = raster(3, 2, (x, y) => [x * 100, y * 100, 7, 255]);

  test.each([
    [0, 3, 2, (x: number, y: number) => [x * 100, y * 100, 7, 255]],
    [90, 2, 3, (x: number, y: number) => [y * 100, (1 - x) * 100, 7, 255]],
    [-90, 2, 3, (x: number, y: number) => [(2 - y) * 100, x * 100, 7, 255]],
    [180, 3, 2, (x: number, y: number) => [(2 - x) * 100, (1 - y) * 100, 7, 255]],
  ])('turns by %p degrees clockwise without loss', (degrees, width, height, pixel) => {
    expect(rotateOverlay(overlay, degrees)).toEqual(raster(width, height, pixel));
  });

  test('keeps colour and amount of ink at any angle', () => {
    const side = fc.integer({ min: 8, max: 60 });
    fc.assert(fc.property(fc.double({ min: -180, max: 180, noNaN: true }), side, side, (degrees, width, height) => {
      // Transparent pixels have a colour that must not bleed.
      const sheet = raster(width, height, x => (x < width / 2 ? [200, 100, 50, 200] : [0, 0, 0, 0]));
      const turned = rotateOverlay(sheet, degrees);
      expect({ width: turned.width, height: turned.height }).toEqual(degrees === 0 ? { width, height } : rotatedBox(sheet, degrees));
      expect(Math.abs(opacityOf(turned) / opacityOf(sheet) - 1)).toBeLessThan(0.1);
      for (let at = 0; at < turned.data.length; at += 4) {
        if (turned.data[at + 3] > 0) expect([...turned.data.subarray(at, at + 3)]).toEqual([200, 100, 50]);
      }
    }), { numRuns: 40 });
  });
});

describe('layoutOf', () => {
  const placement = { position: 'center', tile: true, opacity: 1, scale: 0.1, margin: 0.02 } as const;

  test('never fails, covers the whole rendition, and has no tile outside it', () => {
    const side = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 3000 }));
    fc.assert(fc.property(side, side, fc.double({ min: 0.05, max: 20, noNaN: true }), fc.record({
      scale: fc.double({ min: 0.05, max: 1, noNaN: true }),
      margin: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
      rotation: fc.integer({ min: -180, max: 180 }),
    }), (width, height, aspect, options) => {
      fc.pre(Math.max(width, height) / Math.min(width, height) < 100);
      const { size, rotation, corners } = layoutOf({ width, height }, aspect, { ...placement, ...options });
      const box = rotatedBox(size, rotation);
      expect(size.width >= 1 && size.height >= 1 && size.width <= width && size.height <= height).toBe(true);
      expect(corners.length).toBeGreaterThan(0);
      for (const { left, top } of corners) {
        expect(Number.isInteger(left) && Number.isInteger(top)).toBe(true);
        expect(left < width && top < height && left + box.width > 0 && top + box.height > 0).toBe(true);
      }
      // As many as the area holds, in addition to those cut by the edges.
      const gap = Math.round(options.margin * Math.min(width, height));
      expect(corners.length).toBeGreaterThanOrEqual(Math.floor((width * height) / ((size.width + gap) * (size.height + gap)) / 2));
    }), { numRuns: 300 });
  });

  test('begins in the upper left corner if tiles are upright', () => {
    const { corners } = layoutOf({ width: 100, height: 50 }, 2, { ...placement, scale: 0.4 });
    expect(corners).toEqual([0, 21, 42].flatMap(top => [0, 41, 82].map(left => ({ left, top }))));
  });
});
