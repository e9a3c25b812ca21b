import { readingFile, RejectedFile, sniffType, verdictOf } from '../../../pipeline/imaging/inspect-image';
import { MissingObjectError } from '../../../pipeline/imaging/objects';

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

const failingWith = (message: string) => readingFile(() => Promise.reject(new Error(message)));

test.each([
  ['corrupt-image', 'Input buffer has corrupt header: VipsJpeg: premature end of JPEG image'],
  ['corrupt-image', 'Input buffer contains unsupported image format'],
  ['corrupt-image', 'VipsJpeg: Corrupt JPEG data: 12 extraneous bytes before marker 0xd9'],
  ['corrupt-image', 'pngload_buffer: libspng read error'],
  ['corrupt-image', 'webpload_buffer: unable to read pixels'],
  ['corrupt-image', 'Warning treated as error due to failOn setting\nVipsJpeg: Premature end of input file'],
  ['corrupt-image', 'source: bad seek to 52670\nsource: bad seek to 52670'],
  ['unsupported-type', "vips_colourspace: no known route from 'multiband' to 'srgb'"],
  ['too-many-pixels', 'Input image exceeds pixel limit'],
])('rejects as %s what a decoder says of a file: %s', async (reason, message) => {
  await expect(failingWith(message)).rejects.toMatchObject({ name: 'RejectedFile', reason });
});

test.each([
  'out of memory',
  'VipsJpeg: out of memory',
  'vips_tracked: out of memory --- size == 120MB',
  'Could not allocate enough memory for raw output',
  'ENOENT: no such file',
  'socket hang up',
])('rethrows the error unless the file is known to be the cause: %s', async message => {
  await expect(failingWith(message)).rejects.toThrow(message);
  await expect(failingWith(message)).rejects.not.toBeInstanceOf(RejectedFile);
});

test('a rejection becomes data, and any other error goes on', () => {
  expect(verdictOf(new RejectedFile('corrupt-image'))).toEqual({ outcome: 'rejected', reason: 'corrupt-image' });
  expect(verdictOf(new MissingObjectError('uploads/user/id'))).toEqual({ outcome: 'missing' });
  expect(() => verdictOf(new TypeError('bug'))).toThrow('bug');
});
