import { Gravity, SizeSettings } from '../../../src/contract/image-settings';

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** How an upright image becomes one size: scaled, then cropped or padded. */
export interface Geometry {
  readonly scaled: Dimensions;
  /** The part of the scaled image to keep. */
  readonly crop?: Dimensions & { readonly left: number; readonly top: number };
  /** Pixels added around the scaled image. */
  readonly pad?: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** Pixels of the result. */
  readonly width: number;
  readonly height: number;
}

type Fitting = Pick<SizeSettings, 'width' | 'height' | 'fit' | 'position' | 'enlarge'>;

/** The longest side that every output format supports; WebP has the lowest limit. */
const MAX_OUTPUT_SIDE = 16383;

/**
 * Enlarges only if `enlarge` is set; the result has at least one pixel each way. With only one bound, every fit keeps
 * the whole image and its proportions.
 */
export function planGeometry(image: Dimensions, size: Fitting): Geometry {
  const { width, height } = size;
  if (width === undefined || height === undefined) {
    return whole(scaledBy(image, width === undefined ? height! / image.height : width / image.width, size.enlarge));
  }
  const across = width / image.width;
  const down = height / image.height;
  switch (size.fit) {
    case 'inside': return whole(scaledBy(image, Math.min(across, down), size.enlarge));
    case 'outside': return whole(scaledBy(image, Math.max(across, down), size.enlarge));
    case 'fill': return whole(size.enlarge ? { width, height } : smaller({ width, height }, image));
    case 'cover': return cropped(scaledBy(image, Math.max(across, down), size.enlarge), { width, height }, size.position);
    case 'contain': return padded(scaledBy(image, Math.min(across, down), size.enlarge), { width, height }, size.position);
  }
}

function scaledBy(image: Dimensions, scale: number, enlarge: boolean): Dimensions {
  const longest = MAX_OUTPUT_SIDE / Math.max(image.width, image.height);
  const factor = Math.min(enlarge ? scale : Math.min(scale, 1), longest);
  return { width: Math.max(1, Math.round(image.width * factor)), height: Math.max(1, Math.round(image.height * factor)) };
}

function smaller(a: Dimensions, b: Dimensions): Dimensions {
  return { width: Math.min(a.width, b.width), height: Math.min(a.height, b.height) };
}

function whole(scaled: Dimensions): Geometry {
  return { scaled, ...scaled };
}

function cropped(scaled: Dimensions, bounds: Dimensions, position: Gravity): Geometry {
  const kept = smaller(scaled, bounds);
  if (kept.width === scaled.width && kept.height === scaled.height) return whole(scaled);
  return { scaled, ...kept, crop: { ...kept, ...place(kept, scaled, position) } };
}

function padded(scaled: Dimensions, bounds: Dimensions, position: Gravity): Geometry {
  // Rounding may leave the scaled side a pixel over the bound.
  const inner = smaller(scaled, bounds);
  if (inner.width === bounds.width && inner.height === bounds.height) return whole(inner);
  const { left, top } = place(inner, bounds, position);
  const pad = { left, top, right: bounds.width - inner.width - left, bottom: bounds.height - inner.height - top };
  return { scaled: inner, ...bounds, pad };
}

/** Upper left corner of a box within a larger one, at a gravity, `margin` pixels from the edges. */
export function place(inner: Dimensions, outer: Dimensions, position: Gravity, margin = 0): { left: number; top: number } {
  const share = (low: boolean, high: boolean) => (low ? 0 : high ? 1 : 0.5);
  const at = (free: number, part: number) => Math.max(0, Math.round(margin + (free - 2 * margin) * part));
  return {
    left: at(outer.width - inner.width, share(position.endsWith('west'), position.endsWith('east'))),
    top: at(outer.height - inner.height, share(position.startsWith('north'), position.startsWith('south'))),
  };
}
