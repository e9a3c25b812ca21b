import { rejectedResult, readyResult } from './sample-results';
import { contactSheet, savedOf } from '../../../integ/demo/contact-sheet';

// holds: promise.demo
test('shows the original beside every rendition, with format, dimensions, bytes and what was saved', () => {
  const page = contactSheet([readyResult()]);
  expect(page).toContain('src="black-canyon/original.jpg"');
  for (const text of ['src="black-canyon/large.webp"', 'large</b> <span class="badge">webp</span>', '1920 × 1280', '50 kB', 'saved 75 %']) {
    expect(page).toContain(text);
  }
  expect(page).toContain('src="black-canyon/thumbnail.jpg"');
});

test('the largest rendition comes first', () => {
  const page = contactSheet([readyResult()]);
  expect(page.indexOf('large.webp')).toBeLessThan(page.indexOf('thumbnail.jpg'));
});

test('tells rejected files with their reason', () => {
  const page = contactSheet([rejectedResult()]);
  expect(page).toContain('<code>corrupt-image</code>');
  expect(page).toContain('1 file: 1 rejected.');
});

test('neither a file name nor a reason can become markup', () => {
  const evil = '"><script>alert(1)</script>&amp;';
  const ready = readyResult();
  const page = contactSheet([
    { ...ready, file: { ...ready.file, filename: evil, note: evil } },
    { ...rejectedResult(), reason: evil, detail: evil },
  ]);
  expect(page).not.toContain('<script');
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;');
});

test('addresses are relative, and encoded where a name needs it', () => {
  const ready = readyResult();
  const page = contactSheet([{ ...ready, file: { ...ready.file, original: 'été 100%#1/original.jpg' } }]);
  expect(page).toContain('src="%C3%A9t%C3%A9%20100%25%231/original.jpg"');
});

test('loads nothing from a network and runs no script', () => {
  const page = contactSheet([readyResult(), rejectedResult()]);
  expect(page).not.toMatch(/https?:|\bsrc="\/|@import|<link|<script|url\(/);
});

test.each([[25, 100, 75], [4, 1000, 99], [130, 100, -30], [1001, 1000, -1], [0, 100, 100], [5, 0, undefined]])('%i of %i bytes save %p per cent', (bytes, original, saved) => {
  expect(savedOf(bytes, original)).toBe(saved);
});
