import { turn, turnedBox } from './rotate-mark';
import { WatermarkPlacement } from '../../../src/contract/image-settings';
import { Dimensions, place } from '../imaging/geometry';

export interface Corner { readonly left: number; readonly top: number }

export interface MarkLayout {
  /** Of the mark, upright. */
  readonly size: Dimensions;
  /** Degrees that it is turned by, clockwise. */
  readonly rotation: number;
  /** Upper left corners of the (turned) mark; above and left of the rendition they are negative. */
  readonly corners: readonly Corner[];
}

/** Size of the mark and where it goes: never bigger than the space within the margins, never less than a pixel. */
export function layoutOf(rendition: Dimensions, aspect: number, placement: WatermarkPlacement): MarkLayout {
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
  const rotation = placement.rotation ?? 0;
  return { size, rotation, corners: tiles(rendition, size, edge, rotation) };
}

/** The first tile stands in the upper left corner; the grid is turned with its tiles, so they never overlap. */
function tiles(rendition: Dimensions, size: Dimensions, gap: number, rotation: number): Corner[] {
  const box = turnedBox(size, rotation);
  const { sin, cos } = turn(rotation);
  const [stepX, stepY] = [size.width + gap, size.height + gap];
  const [left, top] = [(size.width - box.width) / 2, (size.height - box.height) / 2];
  // Where the rendition's corners lie along the turned y axis, in tiles.
  const reach = [0, rendition.width].flatMap(x => [0, rendition.height].map(y => (y * cos - x * sin) / stepY));
  const corners: Corner[] = [];
  for (let row = Math.floor(Math.min(...reach)) - 1; row <= Math.max(...reach) + 1; row++) {
    const [rowLeft, rowTop] = [left - row * stepY * sin, top + row * stepY * cos];
    const across = between(-box.width, rendition.width, rowLeft, stepX * cos);
    const down = between(-box.height, rendition.height, rowTop, stepX * sin);
    const last = Math.min(across.last, down.last);
    for (let column = Math.max(across.first, down.first); column <= last; column++) {
      const corner = { left: Math.round(rowLeft + column * stepX * cos), top: Math.round(rowTop + column * stepX * sin) };
      if (isSeen(corner, box, rendition)) corners.push(corner);
    }
  }
  return corners;
}

/** Whole numbers n with `start + n * step` between two bounds, or one beyond them; without a step, all or none. */
function between(low: number, high: number, start: number, step: number): { first: number; last: number } {
  if (Math.abs(step) < 1e-9) return start < low - 1 || start > high + 1 ? { first: 0, last: -1 } : { first: -Infinity, last: Infinity };
  const ends = [(low - start) / step, (high - start) / step];
  return { first: Math.floor(Math.min(...ends)), last: Math.ceil(Math.max(...ends)) };
}

function isSeen({ left, top }: Corner, box: Dimensions, rendition: Dimensions): boolean {
  return left > -box.width && top > -box.height && left < rendition.width && top < rendition.height;
}
