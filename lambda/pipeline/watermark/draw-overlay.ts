import { Corner } from './overlay-layout';
import { frameCount, Raster } from '../imaging/raster';

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
