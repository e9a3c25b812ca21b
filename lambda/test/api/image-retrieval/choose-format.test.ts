import { chooseFormat } from '../../../api/image-retrieval/image-links';

const ALL = ['webp', 'jpeg', 'avif'] as const;

test.each([
  // No header, or one that speaks of the answer's JSON: the first configured.
  [undefined, 'webp'],
  ['', 'webp'],
  ['*/*', 'webp'],
  ['application/json', 'webp'],
  ['application/json, */*', 'webp'],
  ['text/html,application/xhtml+xml', 'webp'],
  // What is named counts more than what a wildcard lets through.
  ['image/jpeg', 'jpeg'],
  ['image/jpeg, */*', 'jpeg'],
  ['image/jpeg, */*;q=0.8', 'jpeg'],
  ['IMAGE/JPEG ; q=0.5 , image/png', 'jpeg'],
  ['image/*', 'webp'],
  ['image/*;q=0.5, image/avif;q=0.4', 'webp'],
  // Weights.
  ['image/webp;q=0.2, image/jpeg;q=0.9', 'jpeg'],
  ['image/webp;q=0, */*', 'jpeg'],
  ['image/webp;q=0, image/*;q=0.1', 'jpeg'],
  // Browsers.
  ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'webp'],
  ['image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5', 'webp'],
  // Nothing fits, or nothing can be understood.
  ['image/heic', 'webp'],
  ['image/jpeg;q=0, image/webp;q=0, image/avif;q=0', 'webp'],
  ['image/jpeg;q=two', 'webp'],
  [';;,,/=', 'webp'],
])('Accept: %s gives %s', (accept, expected) => {
  expect(chooseFormat(ALL, undefined, accept)).toBe(expected);
});

test('a named format decides, whatever the header says', () => {
  expect(chooseFormat(ALL, 'jpeg', 'image/webp')).toBe('jpeg');
});

test('PNG replaces JPEG if the image has alpha, and replaces no other format', () => {
  expect(chooseFormat(['webp', 'png'], 'jpeg', undefined)).toBe('png');
  expect(chooseFormat(['webp', 'png'], 'avif', undefined)).toBeUndefined();
  expect(chooseFormat(['webp', 'jpeg'], 'png', undefined)).toBeUndefined();
});
