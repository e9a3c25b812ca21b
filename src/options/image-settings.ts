import { fail, firstDuplicate } from './check';
import { ImageFormat } from './image-format';
import { ImageLimitsOptions, toImageLimits } from './image-limits';
import { ImageFit, ImageSize } from './image-size';
import { checkedMetadata, ImageMetadata } from './picture-props';
import { BoundWatermark, Watermark } from './watermark';
import { FormatSettings, ImageSettings, recipeOf } from '../contract/image-settings';
import { Complete } from '../contract/shape';
import { Moderation } from '../moderation/moderation';

export interface ImageOptions {
  readonly sizes?: readonly ImageSize[];
  readonly formats?: readonly ImageFormat[];
  readonly watermark?: Watermark;
  readonly keepMetadata?: readonly ImageMetadata[];
  readonly limits?: ImageLimitsOptions;
  /** Bytes. */
  readonly maxFileSize: number;
  readonly moderation?: readonly Moderation[];
}

export interface BoundImages {
  readonly settings: ImageSettings;
  /** `undefined` if no size takes a watermark. */
  readonly watermark?: BoundWatermark;
  /** In the order they run. */
  readonly moderations: readonly Moderation[];
}

const defaultSizes = (): ImageSize[] => [
  ImageSize.of('thumbnail', { width: 150, height: 150, fit: ImageFit.COVER, watermark: false }),
  ImageSize.of('small', { width: 480 }),
  ImageSize.of('medium', { width: 1024 }),
  ImageSize.of('large', { width: 1920 }),
];

/** Turns the image props into plain data for the handlers. */
export function bindImages(options: ImageOptions): BoundImages {
  const sizes = (options.sizes ?? defaultSizes()).map((size) => size._settings());
  const formats = (options.formats ?? [ImageFormat.WEBP, ImageFormat.JPEG]).map((format) => format._settings());
  checkList('sizes', sizes.map(({ name }) => name));
  checkList('formats', formats.map(({ format }) => format));

  const keepMetadata = checkedMetadata(options.keepMetadata);
  const configured = (options.watermark ?? Watermark.none())._bind();
  const watermark = sizes.some((size) => size.watermark) ? configured : undefined;
  const moderations = options.moderation ?? [];
  const settings: Complete<ImageSettings> = {
    sizes: sizes.map((size) => {
      const drawn = { ...size, watermark: size.watermark && watermark !== undefined };
      return { ...drawn, recipe: recipeOf(drawn, formats, watermark?.settings, keepMetadata) };
    }),
    formats,
    watermark: watermark?.settings,
    keepMetadata,
    limits: toImageLimits(options.limits ?? {}, options.maxFileSize),
    moderated: moderations.length > 0 ? true : undefined,
  };
  return { settings, watermark, moderations };
}

/** AVIF takes by far the longest to encode, so it gives the image functions more time. */
export function hasAvif(formats: readonly FormatSettings[]): boolean {
  return formats.some(({ format }) => format === 'avif');
}

function checkList(prop: 'sizes' | 'formats', names: readonly string[]): void {
  if (names.length === 0) fail(prop, 'at least one', 'none', `leave ${prop} out for the default`);
  const twice = firstDuplicate(names);
  if (twice !== undefined) fail(prop, 'different from each other', `'${twice}' twice`);
}
