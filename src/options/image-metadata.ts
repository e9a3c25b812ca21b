import { fail, firstDuplicate } from './check';
import { MetadataField } from '../contract/image-settings';

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
