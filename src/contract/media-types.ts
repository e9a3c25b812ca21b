import { ImageFormatName } from './image-settings';

/** Types that an upload may declare, and the only ones whose decoders are enabled. */
export const ACCEPTED_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff'] as const;
export type AcceptedType = (typeof ACCEPTED_TYPES)[number];

export const MEDIA_TYPE_OF_FORMAT: Readonly<Record<ImageFormatName, string>> = {
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
  avif: 'image/avif',
};

/** Keys of renditions change with their content, so a copy never ages; private, because each is one user's. */
export const RENDITION_CACHE_CONTROL = 'private, max-age=31536000, immutable';

export const EXTENSION_OF_FORMAT: Readonly<Record<ImageFormatName, string>> = {
  webp: 'webp',
  jpeg: 'jpg',
  png: 'png',
  avif: 'avif',
};
