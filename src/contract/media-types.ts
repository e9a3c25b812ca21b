import { ImageFormatName } from './image-settings';

/** Accepted upload types, and the only enabled decoders. */
export const ACCEPTED_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff'] as const;
export type AcceptedType = (typeof ACCEPTED_TYPES)[number];

export const MEDIA_TYPE_OF_FORMAT: Readonly<Record<ImageFormatName, string>> = {
  webp: 'image/webp', jpeg: 'image/jpeg', png: 'image/png', avif: 'image/avif',
};

/** Immutable: the key of a rendition changes with its content. Private: each belongs to one user. */
export const RENDITION_CACHE_CONTROL = 'private, max-age=31536000, immutable';

export const EXTENSION_OF_FORMAT: Readonly<Record<ImageFormatName, string>> = { webp: 'webp', jpeg: 'jpg', png: 'png', avif: 'avif' };
