/**
 * How an image fills a size that has a width and a height.
 */
export enum ImageFit {
  /**
   * Fills the whole size and crops what is left over; `position` says which part stays.
   */
  COVER = 'cover',

  /**
   * Fits inside the size and fills the rest with `background`.
   */
  CONTAIN = 'contain',

  /**
   * Stretches to the size: proportions are not kept.
   */
  FILL = 'fill',

  /**
   * As large as possible with neither side above the size; proportions are kept, nothing is cropped.
   */
  INSIDE = 'inside',

  /**
   * As small as possible with neither side below the size; proportions are kept, nothing is cropped.
   */
  OUTSIDE = 'outside',
}
