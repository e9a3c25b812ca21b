import { WatermarkPlacement } from '../../../src/contract/image-settings';
import { Dimensions, place } from '../imaging/geometry';
import { frameCount, Raster } from '../imaging/raster';

export interface Corner { readonly left: number; readonly top: number }

export interface OverlayLayout {
  /** Size of the overlay before rotation. */
  readonly size: Dimensions;
  /** Degrees, clockwise. */
  readonly rotation: number;
  /** Upper left corners of the rotated overlay; negative outside the rendition. */
  readonly corners: readonly Corner[];
}

/** Size and corners of the overlay: at most the space within the margins, at least one pixel. */
export function layoutOf(rendition: Dimensions, aspect: number, placement: WatermarkPlacement): OverlayLayout {
  const { scale, margin, tile, position } = placement;
  const edge = Math.round(margin * Math.min(rendition.width, rendition.height));
  const room = {
    width: Math.max(1, rendition.width - (tile ? 0 : 2 * edge)),
    height: Math.max(1, rendition.height - (tile ? 0 : 2 * edge)),
  };
  const width = Math.min(rendition.width * scale, room.width, room.height * aspect);
  const size = {
    width: Math.min(room.width, Math.max(1, Math.round(width))),
    height: Math.min(room.height, Math.max(1, Math.round(width / aspect))),
  };
  if (!tile) return { size, rotation: 0, corners: [place(size, rendition, position, edge)] };
  const degrees = placement.rotation ?? 0;
  return { size, rotation: degrees, corners: tiles(rendition, size, edge, degrees) };
}

/** The first tile is in the upper left corner; the grid rotates with its tiles, so they never overlap. */
function tiles(rendition: Dimensions, size: Dimensions, gap: number, degrees: number): Corner[] {
  const box = rotatedBox(size, degrees);
  const { sin, cos } = unitVector(degrees);
  const [stepX, stepY] = [size.width + gap, size.height + gap];
  const [left, top] = [(size.width - box.width) / 2, (size.height - box.height) / 2];
  // The rendition's corners along the rotated y axis, in tiles.
  const reach = [0, rendition.width].flatMap(x => [0, rendition.height].map(y => (y * cos - x * sin) / stepY));
  const corners: Corner[] = [];
  for (let row = Math.floor(Math.min(...reach)) - 1; row <= Math.max(...reach) + 1; row++) {
    const [rowLeft, rowTop] = [left - row * stepY * sin, top + row * stepY * cos];
    const across = between(-box.width, rendition.width, rowLeft, stepX * cos);
    const down = between(-box.height, rendition.height, rowTop, stepX * sin);
    const last = Math.min(across.last, down.last);
    for (let column = Math.max(across.first, down.first); column <= last; column++) {
      const corner = { left: Math.round(rowLeft + column * stepX * cos), top: Math.round(rowTop + column * stepX * sin) };
      if (isVisible(corner, box, rendition)) corners.push(corner);
    }
  }
  return corners;
}

/** Whole numbers n with `start + n * step` between two bounds, and one more at each end; for a step of 0, all or none. */
function between(low: number, high: number, start: number, step: number): { first: number; last: number } {
  if (Math.abs(step) < 1e-9) return start < low - 1 || start > high + 1 ? { first: 0, last: -1 } : { first: -Infinity, last: Infinity };
  const ends = [(low - start) / step, (high - start) / step];
  return { first: Math.floor(Math.min(...ends)), last: Math.ceil(Math.max(...ends)) };
}

function isVisible({ left, top }: Corner, box: Dimensions, rendition: Dimensions): boolean {
  return left > -box.width && top > -box.height && left < rendition.width && top < rendition.height;
}

/** Bounding box of a rotated rectangle, at least one pixel. */
export function rotatedBox({ width, height }: Dimensions, degrees: number): Dimensions {
  const { sin, cos } = unitVector(degrees);
  const side = (across: number, along: number) => Math.max(1, Math.ceil(Math.abs(across * cos) + Math.abs(along * sin) - 1e-9));
  return { width: side(width, height), height: side(height, width) };
}

/** Unit vector of the rotated x axis, clockwise. */
function unitVector(degrees: number): { sin: number; cos: number } {
  const radians = (degrees * Math.PI) / 180;
  return { sin: Math.sin(radians), cos: Math.cos(radians) };
}

/**
 * Rotates RGBA pixels clockwise about their centre into their bounding box. Each pixel is the mean of the four around its
 * source position, weighted by opacity, so the colours of transparent pixels do not show.
 */
export function rotateOverlay(overlay: Raster, degrees: number): Raster {
  if (degrees % 360 === 0) return overlay;
  const { width, height } = rotatedBox(overlay, degrees);
  const { sin, cos } = unitVector(degrees);
  const data = Buffer.alloc(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column + 0.5 - width / 2, row + 0.5 - height / 2];
      const left = x * cos + y * sin + overlay.width / 2 - 0.5;
      const top = y * cos - x * sin + overlay.height / 2 - 0.5;
      const isInside = left > -1 && top > -1 && left < overlay.width && top < overlay.height;
      if (isInside) sample(overlay, left, top, data, (row * width + column) * 4);
    }
  }
  return { data, width, height, channels: 4 };
}

const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]] as const;

function sample(overlay: Raster, left: number, top: number, target: Buffer, to: number): void {
  const [column, row] = [Math.floor(left), Math.floor(top)];
  const [across, down] = [left - column, top - row];
  let [red, green, blue, opacity] = [0, 0, 0, 0];
  for (const [right, below] of CORNERS) {
    const [x, y] = [column + right, row + below];
    if (x < 0 || y < 0 || x >= overlay.width || y >= overlay.height) continue;
    const from = (y * overlay.width + x) * 4;
    const weight = (right ? across : 1 - across) * (below ? down : 1 - down) * overlay.data[from + 3];
    red += overlay.data[from] * weight;
    green += overlay.data[from + 1] * weight;
    blue += overlay.data[from + 2] * weight;
    opacity += weight;
  }
  if (opacity < 0.5) return;
  target[to] = red / opacity + 0.5;
  target[to + 1] = green / opacity + 0.5;
  target[to + 2] = blue / opacity + 0.5;
  target[to + 3] = opacity + 0.5;
}

/** A watermark ready to draw: its pixels (RGBA, rotated, opacity applied) and their upper left corners. */
export interface Overlay {
  readonly pixels: Raster;
  readonly corners: readonly Corner[];
}

/**
 * Draws the overlay on every frame, in place. Plain loops over the covered pixels take a tenth of the time of a
 * compositing engine, which processes the whole image.
 */
export function drawOverlay(image: Raster, { pixels, corners }: Overlay): void {
  for (let frame = 0; frame < frameCount(image); frame++) {
    for (const { left, top } of corners) drawAt(image, frame, pixels, left, top);
  }
}

function drawAt(image: Raster, frame: number, overlay: Raster, left: number, top: number): void {
  // A rotated tile may start above or left of the image.
  const [firstRow, firstColumn] = [Math.max(0, -top), Math.max(0, -left)];
  const rows = Math.min(overlay.height, image.height - top);
  const columns = Math.min(overlay.width, image.width - left) - firstColumn;
  const blendRow = image.channels === 4 ? blendOnAlpha : blendOnOpaque;
  for (let row = firstRow; row < rows; row++) {
    const from = (row * overlay.width + firstColumn) * 4;
    const to = ((frame * image.height + top + row) * image.width + left + firstColumn) * image.channels;
    blendRow(image.data, to, overlay.data, from, columns);
  }
}

function blendOnOpaque(target: Buffer, to: number, overlay: Buffer, from: number, columns: number): void {
  const end = from + columns * 4;
  for (let source = from, at = to; source < end; source += 4, at += 3) {
    const alpha = overlay[source + 3];
    if (alpha === 0) continue;
    // Storing in a byte truncates, so 0.5 is added to round.
    const share = alpha / 255;
    target[at] += (overlay[source] - target[at]) * share + 0.5;
    target[at + 1] += (overlay[source + 1] - target[at + 1]) * share + 0.5;
    target[at + 2] += (overlay[source + 2] - target[at + 2]) * share + 0.5;
  }
}

/** Porter-Duff "over"; neither side is premultiplied. */
function blendOnAlpha(target: Buffer, to: number, overlay: Buffer, from: number, columns: number): void {
  const end = from + columns * 4;
  for (let source = from, at = to; source < end; source += 4, at += 4) {
    const above = overlay[source + 3] / 255;
    if (above === 0) continue;
    const below = (target[at + 3] / 255) * (1 - above);
    const alpha = above + below;
    for (let channel = 0; channel < 3; channel++) {
      target[at + channel] = (overlay[source + channel] * above + target[at + channel] * below) / alpha + 0.5;
    }
    target[at + 3] = alpha * 255 + 0.5;
  }
}
