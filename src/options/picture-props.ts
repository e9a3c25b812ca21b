import { ImageFormat } from './image-format';
import { ImageLimitsOptions } from './image-limits';
import { ImageMetadata } from './image-metadata';
import { ImageSize } from './image-size';
import { Watermark } from './watermark';
import { Moderation } from '../moderation/moderation';

/**
 * What is made of an image, and which images are taken: the part of `ImageManagementSystemProps` that is about pictures.
 */
export interface PictureProps {
  /**
   * Sizes that every image is made in.
   *
   * @default - `thumbnail` (150 x 150, cropped, without watermark) and `small`, `medium` and `large` (480, 1024 and 1920 pixels wide at most)
   */
  readonly sizes?: ImageSize[];

  /**
   * Formats that every size is made in.
   *
   * @default [ImageFormat.WEBP, ImageFormat.JPEG]
   */
  readonly formats?: ImageFormat[];

  /**
   * Mark drawn on every size that does not opt out of it.
   *
   * @default Watermark.none()
   */
  readonly watermark?: Watermark;

  /**
   * What of an original's EXIF its renditions keep. All other metadata is left out of them, always: places, times,
   * camera and serial numbers, thumbnails, colour profiles.
   *
   * @default - nothing
   */
  readonly keepMetadata?: ImageMetadata[];

  /**
   * Limits of the images that are processed: pixels, sides and frames.
   *
   * @default - 100 million pixels, less for what takes more memory to decode, and 300 frames
   */
  readonly limits?: ImageLimitsOptions;

  /**
   * What looks at every image before it is ready, and may refuse it, in this order: the first that refuses ends the image.
   * Nothing is handed out before all have accepted; where one gives no verdict, the image is `failed`.
   *
   * @default - nothing looks at the images
   */
  readonly moderation?: Moderation[];
}
