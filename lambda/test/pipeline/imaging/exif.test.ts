import * as fc from 'fast-check';
import { readExif, writeExif } from '../../../pipeline/imaging/exif';
import { sharp } from '../../../pipeline/imaging/sharp-runtime';
import '../../support/seed';

const BOTH = ['copyright', 'artist'] as const;
const PREFIX = Buffer.from('Exif\0\0', 'latin1');

/** A block in the byte order of Motorola, as many cameras write it, with one text. */
function bigEndian(tag: number, text: Buffer): Buffer {
  const head = Buffer.alloc(26);
  head.write('MM\0*', 'latin1');
  head.writeUInt32BE(8, 4);
  head.writeUInt16BE(1, 8);
  head.writeUInt16BE(tag, 10);
  head.writeUInt16BE(2, 12);
  head.writeUInt32BE(text.length, 14);
  if (text.length <= 4) text.copy(head, 18);
  else head.writeUInt32BE(26, 18);
  return Buffer.concat([head, text]);
}

describe('EXIF', () => {
  test('is read as it was written, in any script', () => {
    const metadata = { artist: 'Zoë 写真 (Studio)', copyright: '© 2026 Zoë (all rights)' };
    expect(readExif(writeExif(metadata), BOTH)).toEqual(metadata);
    expect(readExif(Buffer.concat([PREFIX, writeExif(metadata)]), BOTH)).toEqual(metadata);
  });

  test('returns only the requested fields, and undefined if none is present', () => {
    const block = writeExif({ artist: 'A', copyright: 'C' });
    expect(readExif(block, ['artist'])).toEqual({ artist: 'A' });
    for (const [exif, fields] of [[block, []], [undefined, BOTH], [writeExif({}), BOTH], [writeExif({ artist: ' ' }), BOTH]] as const) {
      expect(readExif(exif, fields)).toBeUndefined();
    }
  });

  test('is read in both byte orders, as Latin-1 if it is not UTF-8, with its parts on one line', () => {
    expect(readExif(bigEndian(0x8298, Buffer.from('Zo\xeb\0', 'latin1')), BOTH)).toEqual({ copyright: 'Zoë' });
    expect(readExif(bigEndian(0x8298, Buffer.from('Photographer\0Editor\r\nb\u202e\0')), BOTH)).toEqual({ copyright: 'Photographer; Editor b' });
  });

  test('is truncated if it is long', () => {
    expect(readExif(bigEndian(0x13b, Buffer.from('ä'.repeat(9000))), BOTH)!.artist).toHaveLength(500);
  });

  test('written by sharp is read', async () => {
    const image = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
      .jpeg().withExif({ IFD0: { Artist: 'Example Ltd', Make: 'Camera' }, IFD3: { GPSLatitude: '51/1' } }).toBuffer();
    expect(readExif((await sharp(image).metadata()).exif, BOTH)).toEqual({ artist: 'Example Ltd' });
  });

  test('that is damaged never throws', () => {
    const block = bigEndian(0x13b, Buffer.from('Example Ltd'));
    for (let length = 0; length <= block.length; length++) expect(() => readExif(block.subarray(0, length), BOTH)).not.toThrow();
    fc.assert(fc.property(fc.nat(block.length - 1), fc.nat(255), fc.nat(block.length - 1), fc.nat(255), (at, value, at2, value2) => {
      const damaged = Buffer.from(block);
      damaged[at] = value;
      damaged[at2] = value2;
      readExif(damaged, BOTH);
    }));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), bytes => void readExif(Buffer.concat([Buffer.from('II*\0'), bytes]), BOTH)));
  });
});
