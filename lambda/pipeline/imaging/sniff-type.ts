import { AcceptedType } from '../../../src/contract/media-types';

/** Brands of an ISO media file that say AVIF; HEIC has its own, and shares the structural `mif1` and `msf1`. */
const AVIF_BRANDS = ['avif', 'avis'];

/**
 * What a file is by its first bytes, or undefined for everything else. Its name and declared type are no evidence.
 */
export function sniffType(head: Buffer): AcceptedType | undefined {
  const text = (start: number, end: number) => head.toString('latin1', start, end);
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(text(0, 4))) return 'image/tiff';
  if (text(4, 8) === 'ftyp' && brands(head).some(brand => AVIF_BRANDS.includes(brand))) return 'image/avif';
  return undefined;
}

/** The major brand, then the compatible ones after four bytes of version. */
function brands(head: Buffer): string[] {
  const end = Math.min(head.length, head.readUInt32BE(0));
  const found = [head.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) found.push(head.toString('latin1', at, at + 4));
  return found;
}
