import { sniffType } from '../../../pipeline/imaging/sniff-type';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['image/jpeg', '\xff\xd8\xff\xe0'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF\x24\x00\x00\x00WEBPVP8 '],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['image/avif', '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'],
  ['image/avif', '\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf'],
])('finds %s by its first bytes', (type, head) => {
  expect(sniffType(bytes(head))).toBe(type);
});

test.each([
  ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['a brand beyond the end of its box', '\0\0\0\x10ftypmif1\0\0\0\0avif'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['HTML', '<!doctype html>'],
  ['BMP', 'BM\x36\x00'],
  ['PDF', '%PDF-1.7'],
  ['another RIFF', 'RIFF\x24\x00\x00\x00WAVE'],
  ['one byte', '\xff'],
  ['four bytes', '\0\0\0\0'],
  ['nothing', ''],
])('rejects %s', (_, head) => {
  expect(sniffType(bytes(head))).toBeUndefined();
});
