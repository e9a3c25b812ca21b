import { isImageId } from '../../data/image-id';
import { invalidRequest } from '../http/problem';

/**
 * Place in a list: after which image it goes on. Opaque to clients, so that its content can change. A made-up one
 * reaches nothing: whose images are listed is decided by the caller's claims alone.
 */
const VERSION = '1:';

export function encodeCursor(imageId: string): string {
  return Buffer.from(VERSION + imageId).toString('base64url');
}

/** @throws Problem `invalid-request` for what `encodeCursor` never made */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const imageId = text.slice(VERSION.length);
  // Encoding again catches what the decoder skips over: other alphabets, padding, stray bits.
  if (!text.startsWith(VERSION) || !isImageId(imageId) || encodeCursor(imageId) !== cursor) {
    throw invalidRequest([{ field: 'cursor', message: 'should be the next_cursor of the page before' }]);
  }
  return imageId;
}
