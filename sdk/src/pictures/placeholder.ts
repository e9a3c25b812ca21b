import { pngDataUrl } from './png.js';
import { decodeThumbHash } from './thumb-hash.js';

/**
 * A blurred preview that shows at once, before any byte of the image has come: about 5 KB as a `data:` address of a PNG
 * of at most 32 x 32 pixels, in the image's proportions.
 *
 * @param placeholder of an `ImageRecord`; `undefined` and what is no ThumbHash give `undefined`
 */
export function placeholderUrl(placeholder: string | undefined): string | undefined {
  const hash = bytesOf(placeholder ?? '');
  const picture = hash && decodeThumbHash(hash);
  return picture && pngDataUrl(picture);
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
