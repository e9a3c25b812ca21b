import { readPicture } from '../../src/options/picture-content';
import { PICTURES, png } from '../support/pictures';

describe('readPicture', () => {
  test.each(Object.entries(PICTURES))('reads the size of a %s', (name, bytes) => {
    expect(readPicture(bytes)).toEqual({ width: 3, height: 2, animated: name.startsWith('animated') });
  });

  test('reads the size of a PNG', () => {
    expect(readPicture(png(0, 7, 5))).toEqual({ width: 7, height: 5, animated: false });
  });

  test.each(Object.entries({ ...PICTURES, png: png(0, 30, 30) }))('rejects a %s at every length below its own', (_, bytes) => {
    for (let length = 12; length < bytes.length - 4; length++) expect(typeof readPicture(bytes.subarray(0, length))).toBe('string');
  });

  test('rejects a PNG with damaged or missing pixels', () => {
    const damaged = png(77, 30, 30);
    damaged[44] = 255 - damaged[44];
    expect(readPicture(damaged)).toBe('a damaged PNG');
    expect(readPicture(png(0, 2, 2, { width: 20, height: 20 }))).toBe('a damaged PNG');
  });

  test('does not inflate what is far too large', () => {
    expect(readPicture(png(0, 2, 2, { width: 30_000, height: 30_000 }))).toMatchObject({ width: 30_000 });
  });

  test.each([Buffer.alloc(0), Buffer.from('GIF89a'), Buffer.from('%PDF-1.7'), Buffer.alloc(100)])('knows nothing of other content', (bytes) => {
    expect(readPicture(bytes)).toBeUndefined();
  });
});
