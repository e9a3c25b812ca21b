import type { Corner } from './mark-layout';
import type { Dimensions } from '../imaging/geometry';
import type { Raster } from '../imaging/raster';

/** A mark ready to be drawn: its pixels (RGBA, turned, opacity applied) and the corners where it goes. */
export interface Mark {
  readonly pixels: Raster;
  readonly corners: readonly Corner[];
}

/** Draws the mark at its own best size; the cache scales it to the exact one. */
export interface MarkSource {
  /** Width over height. */
  aspect(): Promise<number>;
  /** RGBA of exactly this size. */
  render(size: Dimensions): Promise<Raster>;
}
