import { fail, firstDuplicate } from './check';
import { MetadataField } from '../contract/image-settings';

/**
 * What of an original's EXIF may stay in its renditions.
 */
export enum ImageMetadata {
  /** Who holds the rights (EXIF tag `Copyright`). */
  COPYRIGHT = 'copyright',

  /** Who made the picture (EXIF tag `Artist`). */
  ARTIST = 'artist',
}

/** @returns `undefined` where nothing is kept */
export function checkedMetadata(fields: readonly ImageMetadata[] = []): readonly MetadataField[] | undefined {
  const twice = firstDuplicate(fields);
  if (twice !== undefined) fail('keepMetadata', 'different from each other', `'${twice}' twice`);
  return fields.length > 0 ? fields : undefined;
}
