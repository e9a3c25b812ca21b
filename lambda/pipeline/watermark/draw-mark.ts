import { Mark } from './mark';
import { frameCount, Raster } from '../imaging/raster';

/**
 * Draws a mark on every frame of a picture, in place. Plain loops over the covered pixels: a compositing engine goes
 * over the whole picture, which costs ten times as much.
 */
export function drawMark(picture: Raster, mark: Mark): void {
  for (let frame = 0; frame < frameCount(picture); frame++) {
    for (const { left, top } of mark.corners) drawAt(picture, frame, mark.pixels, left, top);
  }
}

function drawAt(picture: Raster, frame: number, mark: Raster, left: number, top: number): void {
  // A turned tile may begin above or left of the picture.
  const [firstRow, firstColumn] = [Math.max(0, -top), Math.max(0, -left)];
  const rows = Math.min(mark.height, picture.height - top);
  const columns = Math.min(mark.width, picture.width - left) - firstColumn;
  const blendRow = picture.channels === 4 ? blendOnAlpha : blendOnOpaque;
  for (let row = firstRow; row < rows; row++) {
    const from = (row * mark.width + firstColumn) * 4;
    const to = ((frame * picture.height + top + row) * picture.width + left + firstColumn) * picture.channels;
    blendRow(picture.data, to, mark.data, from, columns);
  }
}

function blendOnOpaque(target: Buffer, to: number, mark: Buffer, from: number, columns: number): void {
  const end = from + columns * 4;
  for (let source = from, at = to; source < end; source += 4, at += 3) {
    const alpha = mark[source + 3];
    if (alpha === 0) continue;
    // Storing in a byte cuts the fraction off, so half is added to round.
    const share = alpha / 255;
    target[at] += (mark[source] - target[at]) * share + 0.5;
    target[at + 1] += (mark[source + 1] - target[at + 1]) * share + 0.5;
    target[at + 2] += (mark[source + 2] - target[at + 2]) * share + 0.5;
  }
}

/** "Over" of Porter and Duff, both not premultiplied. */
function blendOnAlpha(target: Buffer, to: number, mark: Buffer, from: number, columns: number): void {
  const end = from + columns * 4;
  for (let source = from, at = to; source < end; source += 4, at += 4) {
    const above = mark[source + 3] / 255;
    if (above === 0) continue;
    const below = (target[at + 3] / 255) * (1 - above);
    const alpha = above + below;
    for (let channel = 0; channel < 3; channel++) {
      target[at + channel] = (mark[source + channel] * above + target[at + channel] * below) / alpha + 0.5;
    }
    target[at + 3] = alpha * 255 + 0.5;
  }
}
