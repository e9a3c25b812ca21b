import { median, orderOf, pairedRatio, psnr, rounded } from '../../bench/statistics';

test('a median is the middle value, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 2, 4, 3])).toBe(3.5);
  expect(median([7])).toBe(7);
});

test('a median leaves its values as they were', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('rejects a median of nothing', () => {
  expect(() => median([])).toThrow('at least one value');
});

test('a ratio is taken within each round, so that a slow round changes nothing', () => {
  const quick = pairedRatio([10, 10, 10], [20, 20, 20]);
  const drifting = pairedRatio([10, 100, 30], [20, 200, 60]);
  expect(quick).toEqual({ median: 0.5, lowest: 0.5, highest: 0.5, pairs: 3 });
  expect(drifting).toEqual(quick);
});

test('a ratio tells its spread', () => {
  expect(pairedRatio([1, 2, 4], [1, 1, 1])).toEqual({ median: 2, lowest: 1, highest: 4, pairs: 3 });
});

test('rejects pairs of which one half is missing', () => {
  expect(() => pairedRatio([1, 2], [1])).toThrow('2 and 1 values');
});

test('every second round runs backwards', () => {
  expect([0, 1, 2].map(round => orderOf(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'cba', 'abc']);
});

test('the noise ratio of equal pictures is infinite, and one step of difference everywhere is 48.13 dB', () => {
  const picture = Uint8Array.from([0, 100, 254]);
  expect(psnr(picture, picture)).toBe(Infinity);
  expect(psnr(picture, picture.map(value => value + 1))).toBeCloseTo(48.13, 2);
});

test('rejects a noise ratio of pictures of different sizes', () => {
  expect(() => psnr(new Uint8Array(3), new Uint8Array(4))).toThrow('equally many values, got 3 and 4');
});

test('figures are written with the digits that they deserve', () => {
  expect(rounded(0.123456)).toBe(0.123);
  expect(rounded(42.06, 1)).toBe(42.1);
});
