import * as fc from 'fast-check';
import { Raster } from '../../../pipeline/imaging/raster';
import { drawOverlay } from '../../../pipeline/watermark/draw-overlay';
import '../../support/seed';

/** One pixel over another, by the definition of opacity; neither is premultiplied. */
function over(above: readonly number[], below: readonly number[]): number[] {
  const [top, bottom] = [above[3] / 255, (below[3] ?? 255) / 255];
  const opacity = top + bottom * (1 - top);
  const colour = [0, 1, 2].map(at => (opacity === 0 ? below[at] : (above[at] * top + below[at] * bottom * (1 - top)) / opacity));
  return below.length === 4 ? [...colour, opacity * 255] : colour;
}

const side = fc.integer({ min: 1, max: 7 });
const corner = fc.integer({ min: -8, max: 8 });

test.each([3, 4] as const)('draws each pixel over the one below it, on %i channels, in every frame, and none beyond an edge', channels => {
  fc.assert(fc.property(side, side, side, side, corner, corner, fc.integer({ min: 1, max: 3 }), fc.infiniteStream(fc.nat(255)), (
    width, height, markWidth, markHeight, left, top, frames, bytes,
  ) => {
    const random = (length: number) => Buffer.from(Array.from({ length }, () => bytes.next().value));
    const animation = frames > 1 ? { frames, delay: Array<number>(frames).fill(100), loop: 0 } : undefined;
    const raster: Raster = { width, height, channels, data: random(width * height * frames * channels), animation };
    const pixels: Raster = { width: markWidth, height: markHeight, channels: 4, data: random(markWidth * markHeight * 4) };
    const before = Buffer.from(raster.data);
    drawOverlay(raster, { pixels, corners: [{ left, top }] });
    for (let at = 0; at < width * height * frames; at++) {
      const [x, y] = [(at % width) - left, (Math.floor(at / width) % height) - top];
      const below = [...before.subarray(at * channels, (at + 1) * channels)];
      const covered = x >= 0 && y >= 0 && x < markWidth && y < markHeight;
      const from = (y * markWidth + x) * 4;
      const expected = covered ? over([...pixels.data.subarray(from, from + 4)], below) : below;
      const drawn = raster.data.subarray(at * channels, (at + 1) * channels);
      expected.forEach((value, channel) => expect(Math.abs(drawn[channel] - value)).toBeLessThanOrEqual(covered ? 0.51 : 0));
    }
  }), { numRuns: 150 });
});
