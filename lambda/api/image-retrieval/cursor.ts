import { isImageId } from '../../data/image-id';
import { invalidRequest } from '../http/problem';

/**
 * The last image of the previous page. Opaque to clients, so that the format can change. A forged cursor gives no
 * access: only the caller's claims decide whose images are listed.
 */
const VERSION = '1:';

export function encodeCursor(imageId: string): string {
  return Buffer.from(VERSION + imageId).toString('base64url');
}

/** @throws Problem `invalid-request` for anything that `encodeCursor` does not produce */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const imageId = text.slice(VERSION.length);
  // The decoder ignores other alphabets, padding and stray bits; encoding again detects them.
  if (!text.startsWith(VERSION) || !isImageId(imageId) || encodeCursor(imageId) !== cursor) {
    throw invalidRequest([{ field: 'cursor', message: 'should be the next_cursor of the previous page' }]);
  }
  return imageId;
}
