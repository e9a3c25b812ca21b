import type { Images, ImageRecord, PictureOptions } from 'image-management-client' with { 'resolution-mode': 'import' };
import { element } from './dom';

/** A `<picture>` with a source for each format and size, ready to be drawn. */
export async function responsivePicture(
  images: Images, record: ImageRecord, { alt, ...options }: PictureOptions & { readonly displayWidth: string; readonly alt: string },
): Promise<HTMLPictureElement> {
  const { sources, img } = await images.pictureSources(record, options);
  const image = element('img', { alt, ...img });
  const picture = element('picture', {}, ...sources.map(source => element('source', source)), image);
  await loaded(image);
  return picture;
}

/** What was there before stays until the picture can be drawn whole. @throws Error, retryable, where it does not come */
export async function loaded(image: HTMLImageElement): Promise<void> {
  await image.decode().catch((cause: unknown) => {
    throw Object.assign(new Error('The picture could not be loaded.', { cause }), { retryable: true });
  });
}
