import { crc32 } from 'node:zlib';
import type { Sharp } from 'sharp';
import { sharp } from './sharp-runtime';
import { MetadataField } from '../../../src/contract/image-settings';
import { KeptMetadata } from '../../../src/contract/workflow';

/** Tags of the fields, in the first directory of an EXIF block. */
const TAGS: Readonly<Record<MetadataField, number>> = { artist: 0x013b, copyright: 0x8298 };
const ASCII = 2;
/** Characters a field; each is part of the workflow's state and of every rendition. */
const MAX_LENGTH = 500;

/** Precedes EXIF in JPEG and WebP; PNG has no prefix. */
const PREFIX = Buffer.from('Exif\0\0', 'latin1');

/**
 * The requested text fields of an EXIF block. A damaged block has none.
 *
 * @param exif with or without its prefix
 */
export function readExif(exif: Buffer | undefined, fields: readonly MetadataField[]): KeptMetadata | undefined {
  if (!exif || fields.length === 0) return undefined;
  const tiff = exif.subarray(exif.subarray(0, PREFIX.length).equals(PREFIX) ? PREFIX.length : 0);
  const found = Object.entries(readTexts(tiff, fields)).filter(([, text]) => text !== '');
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function readTexts(tiff: Buffer, fields: readonly MetadataField[]): KeptMetadata {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return {};
  const short = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = long(4);
  // Any other version than 42 has another layout.
  if (short(2) !== 42 || directory + 2 > tiff.length) return {};
  const texts: Partial<Record<MetadataField, string>> = {};
  for (let entry = directory + 2, end = entry + short(directory) * 12; entry < end && entry + 12 <= tiff.length; entry += 12) {
    const field = fields.find(name => TAGS[name] === short(entry));
    if (field === undefined || short(entry + 2) !== ASCII) continue;
    const length = long(entry + 4);
    const from = length > 4 ? long(entry + 8) : entry + 8;
    texts[field] ??= readableText(tiff.subarray(from, from + length));
  }
  return texts;
}

/** One line. EXIF's "ASCII" is UTF-8 in practice, or Latin-1 in older files; a zero byte separates names. */
function readableText(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  const text = utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
  const parts = text.split('\0').map(part => part.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim());
  return [...parts.filter(part => part !== '').join('; ')].slice(0, MAX_LENGTH).join('');
}

/** A block with only these fields, without prefix. */
export function writeExif(metadata: KeptMetadata): Buffer {
  // The format requires entries ordered by tag.
  const entries = (Object.keys(TAGS) as MetadataField[])
    .flatMap(field => (metadata[field] === undefined ? [] : [{ tag: TAGS[field], text: Buffer.from(`${metadata[field]}\0`) }]));
  const head = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  let free = head.length;
  entries.forEach(({ tag, text }, index) => {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(ASCII, at + 2);
    head.writeUInt32LE(text.length, at + 4);
    if (text.length <= 4) {
      text.copy(head, at + 8);
      return;
    }
    head.writeUInt32LE(free, at + 8);
    free += text.length;
  });
  return Buffer.concat([head, ...entries.filter(({ text }) => text.length > 4).map(({ text }) => text)]);
}

/**
 * Encodes with the kept fields as the only metadata. libvips embeds EXIF in any container, but only ASCII, and it adds
 * tags; so a block of the same length is reserved and then overwritten.
 */
export async function encodeWithMetadata(encoder: Sharp, metadata: KeptMetadata): Promise<Buffer> {
  const block = writeExif(metadata);
  const image = await encoder.withExif({ IFD0: { Copyright: '-'.repeat(block.length) } }).toBuffer();
  const { exif } = await sharp(image, { limitInputPixels: false }).metadata();
  const at = exif ? image.indexOf(exif) : -1;
  if (!exif || at < 0) throw new Error('the EXIF block is missing from the encoded image, or is split: did the version of sharp change?');
  // Skip the prefix, if there is one.
  const start = at + (exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  const end = at + exif.length;
  image.fill(0, start, end);
  block.copy(image, start);
  // A PNG chunk ends with the checksum of its type and content.
  if (image.toString('latin1', start - 4, start) === 'eXIf') image.writeUInt32BE(crc32(image.subarray(start - 4, end)), end);
  return image;
}
