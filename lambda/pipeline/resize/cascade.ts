import { SizeSettings } from '../../../src/contract/image-settings';
import { Dimensions, Geometry, planGeometry } from '../imaging/geometry';
import { freePixels, hasAlpha, pipelineOf, Raster, rasterOf } from '../imaging/raster';

export interface PlannedSize {
  readonly settings: SizeSettings;
  readonly geometry: Geometry;
}

/** Below this ratio a second resampling would be visible, so the decoded image is the source. */
const MIN_STEP = 1.4;

/** Largest first, so that every size can be made from a larger one. */
export function planSizes(image: Dimensions, sizes: readonly SizeSettings[]): PlannedSize[] {
  return sizes
    .map(settings => ({ settings, geometry: planGeometry(image, settings) }))
    .sort((a, b) => area(b.geometry.scaled) - area(a.geometry.scaled));
}

/** Size to decode to: enough for every output, never more than the image has. */
export function decodeTarget(image: Dimensions, wanted: readonly Geometry[]): Dimensions {
  const widest = Math.max(...wanted.map(({ scaled }) => scaled.width));
  const highest = Math.max(...wanted.map(({ scaled }) => scaled.height));
  return { width: Math.min(image.width, widest), height: Math.min(image.height, highest) };
}

/**
 * Renders each size from the smallest larger one: cheaper than from the decoded image each time, and more accurate than
 * a decoder's shrink-on-load.
 */
export class Cascade {
  private readonly levels: Raster[];
  /** Cropped or padded, so never a source. */
  private readonly others: Raster[] = [];

  constructor(decoded: Raster) {
    this.levels = [decoded];
  }

  async render({ settings, geometry }: PlannedSize): Promise<Raster> {
    const source = this.sourceFor(geometry.scaled);
    const raster = await scale(source, geometry, settings.background);
    if (raster === source) return raster;
    if (!geometry.crop && !geometry.pad) this.levels.push(raster);
    else this.others.push(raster);
    return raster;
  }

  /** Rendered pixels cannot be read afterwards. */
  free(): void {
    freePixels(...[...this.levels, ...this.others].map(({ data }) => data));
  }

  /** The whole image within a square of `side` pixels. */
  async probe(side: number): Promise<Raster> {
    const factor = Math.min(1, side / Math.max(this.levels[0].width, this.levels[0].height));
    const width = Math.max(1, Math.round(this.levels[0].width * factor));
    const height = Math.max(1, Math.round(this.levels[0].height * factor));
    return scale(this.sourceFor({ width, height }), { scaled: { width, height }, width, height });
  }

  private sourceFor(wanted: Dimensions): Raster {
    const exact = this.levels.find(level => level.width === wanted.width && level.height === wanted.height);
    // Each resize rounds the colours of translucent pixels down, so images with alpha are resized only once.
    if (exact || hasAlpha(this.levels[0])) return exact ?? this.levels[0];
    const fits = (level: Raster) => level.width >= wanted.width * MIN_STEP && level.height >= wanted.height * MIN_STEP;
    return this.levels.filter(fits).sort((a, b) => area(a) - area(b))[0] ?? this.levels[0];
  }
}

async function scale(source: Raster, geometry: Geometry, background?: string): Promise<Raster> {
  const { scaled, crop, pad } = geometry;
  const resized = scaled.width !== source.width || scaled.height !== source.height;
  if (!resized && !crop && !pad) return source;
  let pipeline = pipelineOf(source);
  if (resized) pipeline = pipeline.resize({ ...scaled, fit: 'fill' });
  if (crop) pipeline = pipeline.extract(crop);
  if (pad) pipeline = pipeline.extend({ ...pad, background: background ?? '#ffffff' });
  return rasterOf(pipeline, source.animation);
}

function area({ width, height }: Dimensions): number {
  return width * height;
}
