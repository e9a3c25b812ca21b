import { Dimensions } from '../imaging/geometry';
import { Raster } from '../imaging/raster';

/** The box that a rectangle fills when it is turned; never less than a pixel. */
export function turnedBox({ width, height }: Dimensions, degrees: number): Dimensions {
  const { sin, cos } = turn(degrees);
  const side = (across: number, along: number) => Math.max(1, Math.ceil(Math.abs(across * cos) + Math.abs(along * sin) - 1e-9));
  return { width: side(width, height), height: side(height, width) };
}

/** Unit vector of the turned x axis, clockwise. */
export function turn(degrees: number): { sin: number; cos: number } {
  const radians = (degrees * Math.PI) / 180;
  return { sin: Math.sin(radians), cos: Math.cos(radians) };
}

/**
 * An RGBA picture turned clockwise about its middle, in the box that it then fills. Each pixel is the mean of the four
 * around the place that it comes from, weighted by their opacity: colours of transparent pixels are not seen.
 */
export function rotateMark(mark: Raster, degrees: number): Raster {
  if (degrees % 360 === 0) return mark;
  const { width, height } = turnedBox(mark, degrees);
  const { sin, cos } = turn(degrees);
  const data = Buffer.alloc(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column + 0.5 - width / 2, row + 0.5 - height / 2];
      const left = x * cos + y * sin + mark.width / 2 - 0.5;
      const top = y * cos - x * sin + mark.height / 2 - 0.5;
      if (left > -1 && top > -1 && left < mark.width && top < mark.height) sample(mark, left, top, data, (row * width + column) * 4);
    }
  }
  return { data, width, height, channels: 4 };
}

const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]] as const;

function sample(mark: Raster, left: number, top: number, target: Buffer, to: number): void {
  const [column, row] = [Math.floor(left), Math.floor(top)];
  const [across, down] = [left - column, top - row];
  let [red, green, blue, opacity] = [0, 0, 0, 0];
  for (const [right, below] of CORNERS) {
    const [x, y] = [column + right, row + below];
    if (x < 0 || y < 0 || x >= mark.width || y >= mark.height) continue;
    const from = (y * mark.width + x) * 4;
    const weight = (right ? across : 1 - across) * (below ? down : 1 - down) * mark.data[from + 3];
    red += mark.data[from] * weight;
    green += mark.data[from + 1] * weight;
    blue += mark.data[from + 2] * weight;
    opacity += weight;
  }
  if (opacity < 0.5) return;
  target[to] = red / opacity + 0.5;
  target[to + 1] = green / opacity + 0.5;
  target[to + 2] = blue / opacity + 0.5;
  target[to + 3] = opacity + 0.5;
}
