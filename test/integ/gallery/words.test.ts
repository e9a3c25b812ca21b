import { bytes, explain, facts } from '../../../integ/gallery/page/words';
import { REJECTION_REASONS } from '../../../src/contract/statuses';

test.each(REJECTION_REASONS)('the reason %s has words of its own', reason => {
  const words = explain({ code: 'image-rejected', reason, message: `Image 1 was rejected: ${reason}.` });
  expect(words).toMatch(/^(The|This) .*\.$/);
  expect(words).not.toContain(reason);
});

test('a file that is refused before it is sent has the words of one that is rejected after', () => {
  expect(explain({ code: 'file-too-large', message: 'size should be at most 10' })).toBe(explain({ code: 'image-rejected', reason: 'file-too-large' }));
});

test('an error without words keeps its own, and one without any is not silent', () => {
  expect(explain(new Error('It rains.'))).toBe('It rains.');
  expect(explain({})).toBe('Something went wrong.');
});

test.each([[1, '1 kB'], [999_499, '999 kB'], [999_500, '1.0 MB'], [26_214_400, '26.2 MB']])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test('facts leave out what is not known', () => {
  expect(facts({ width: 1024, height: 484, size: 237_000 })).toBe('1024 × 484 · 237 kB');
  expect(facts({ size: 237_000 })).toBe('237 kB');
  expect(facts({})).toBe('');
});
