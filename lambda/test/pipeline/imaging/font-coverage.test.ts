import { readFileSync } from 'node:fs';
import { FONT } from './support/process-image';
import { missingCharacters } from '../../../../src/contract/font-coverage';

const font = readFileSync(FONT);

test('the shipped font draws Latin, Greek and Cyrillic letters and the usual signs', () => {
  expect(missingCharacters(font, '© ® ™ Zażółć gęślą jaźń ÄÖÜß Ελληνικά Русский — “quoted” €')).toEqual([]);
});

test('names each character that it cannot draw, once', () => {
  expect(missingCharacters(font, '日本 日 ☃ ok 📷')).toEqual(['日', '本', '☃', '📷']);
});

test('fails if the file is not a font', () => {
  expect(() => missingCharacters(Buffer.alloc(100), 'a')).toThrow("must contain a table 'cmap'");
});
