import { readyResult, rejectedResult } from './sample-results';
import { folderNames, originalName, printable } from '../../../integ/demo/file-names';
import { inParallel } from '../../../integ/demo/in-parallel';
import { failureOf } from '../../../integ/demo/results';
import { formatBytes, formatTable } from '../../../integ/demo/table';

describe('the verdict', () => {
  test('is good where the sound files are ready and the damaged one is rejected', () => {
    expect(failureOf([readyResult(), rejectedResult()])).toBeUndefined();
  });

  test("fails where a caller's own file was rejected", () => {
    const rejected = rejectedResult();
    expect(failureOf([{ ...rejected, file: { ...rejected.file, expected: 'ready' } }]))
      .toBe('1 of 1 files did not end as expected: corrupt.jpg ended rejected (corrupt-image).');
  });

  test('fails where a damaged file passed', () => {
    expect(failureOf([{ ...rejectedResult(), status: 'ready', reason: undefined }]))
      .toContain('corrupt.jpg should have been rejected but ended ready');
  });
});

test('the table tells file, status, renditions, time and bytes', () => {
  expect(formatTable([readyResult(), rejectedResult()]).split('\n')).toEqual([
    'File              Status                   Renditions   Time    Bytes  Bytes of renditions',
    '----------------  -----------------------  ----------  -----  -------  -------------------',
    'black-canyon.jpg  ready                             2  1.3 s  200,000               55,000',
    'corrupt.jpg       rejected: corrupt-image           0  0.5 s    1,234                    -',
  ]);
});

test('columns stay straight under names of other scripts', () => {
  const ready = readyResult();
  const lines = formatTable([ready, { ...ready, file: { ...ready.file, filename: 'ファイルe\u0301.jpg' } }]).split('\n');
  expect(lines[3]).toBe(lines[2].replace('black-canyon.jpg', 'ファイルe\u0301.jpg   '));
});

test.each([[999, '999 B'], [1000, '1 kB'], [282_531, '283 kB'], [999_600, '1.0 MB'], [1_234_567, '1.2 MB']])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

describe('names', () => {
  test('folders are safe and unique without regard to case', () => {
    expect(folderNames(['a.jpg', 'A.png', 'My Photo (1).JPG', '..', 'ファイル 100%.png', '###'])).toEqual([
      'a', 'A-2', 'My-Photo-1', 'image', 'ファイル-100', 'image-2',
    ]);
  });

  test('an original keeps a plain extension and loses a strange one', () => {
    expect(['P.JPG', 'noext', 'a.j p', 'a.html'].map(originalName)).toEqual(['original.jpg', 'original', 'original', 'original.html']);
  });

  test('control characters of a name do not reach the terminal', () => {
    expect(printable('a\u001b[31mb\n')).toBe('a�[31mb�');
  });
});

describe('bounded parallelism', () => {
  test('never runs more than its limit, and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([5, 4, 3, 2, 1], 2, async item => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setImmediate(resolve));
      running--;
      return item * 10;
    });
    expect(results).toEqual([50, 40, 30, 20, 10]);
    expect(most).toBe(2);
  });

  test('fails with the first failure', async () => {
    await expect(inParallel([1, 2], 1, async item => { throw new Error(`item ${item}`); })).rejects.toThrow('item 1');
  });
});
