/**
 * Where a watermark stands on a rendition.
 */
export enum WatermarkPosition {
  /** The top left corner. */
  TOP_LEFT = 'north-west',

  /** The middle of the top edge. */
  TOP = 'north',

  /** The top right corner. */
  TOP_RIGHT = 'north-east',

  /** The middle of the left edge. */
  LEFT = 'west',

  /** The middle. */
  CENTER = 'center',

  /** The middle of the right edge. */
  RIGHT = 'east',

  /** The bottom left corner. */
  BOTTOM_LEFT = 'south-west',

  /** The middle of the bottom edge. */
  BOTTOM = 'south',

  /** The bottom right corner. */
  BOTTOM_RIGHT = 'south-east',
}
