import { fail, firstDuplicate } from './check';
import { ImageFormat } from './image-format';
import { ImageLimitsOptions } from './image-limits';
import { ImageSize } from './image-size';
import { Watermark } from './watermark';
import { MetadataField } from '../contract/image-settings';
import { Moderation } from '../moderation/moderation';

/**
 * The image-related props of `ImageManagementSystemProps`: renditions, watermark, limits and moderation.
 */
export interface PictureProps {
  /**
   * Sizes in which every image is rendered.
   *
   * @default - `thumbnail` (150 x 150, cropped, without watermark) and `small`, `medium` and `large` (480, 1024 and 1920 pixels wide at most)
   */
  readonly sizes?: ImageSize[];

  /**
   * Formats in which every size is encoded.
   *
   * @default [ImageFormat.WEBP, ImageFormat.JPEG]
   */
  readonly formats?: ImageFormat[];

  /**
   * Watermark on every size that does not opt out.
   *
   * @default Watermark.none()
   */
  readonly watermark?: Watermark;

  /**
   * EXIF fields that renditions keep. All other metadata is always removed: location, time, camera, serial numbers,
   * thumbnails, color profiles.
   *
   * @default - none
   */
  readonly keepMetadata?: ImageMetadata[];

  /**
   * Limits for uploaded images: pixels, dimensions and frames.
   *
   * @default - 100 million pixels, less for formats that need more memory to decode, and 300 frames
   */
  readonly limits?: ImageLimitsOptions;

  /**
   * Moderations that every image must pass before it is ready, in this order; the first rejection is final. Renditions are
   * available only after all have accepted; if one returns no verdict, the image is `failed`.
   *
   * @default - no moderation
   */
  readonly moderation?: Moderation[];
}

/**
 * EXIF fields of an original that its renditions can keep.
 */
export enum ImageMetadata {
  /** Copyright notice (EXIF tag `Copyright`). */
  COPYRIGHT = 'copyright',
  /** Creator (EXIF tag `Artist`). */
  ARTIST = 'artist',
}

/** @returns `undefined` if no metadata is kept */
export function checkedMetadata(fields: readonly ImageMetadata[] = []): readonly MetadataField[] | undefined {
  const twice = firstDuplicate(fields);
  if (twice !== undefined) fail('keepMetadata', 'different from each other', `'${twice}' twice`);
  return fields.length > 0 ? fields : undefined;
}
