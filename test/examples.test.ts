import { join } from 'node:path';
import { translateExamples } from '../projenrc/examples/translate';

interface Snippet {
  readonly didCompile: boolean;
  readonly translations: Readonly<Record<string, { readonly source: string }>>;
}

interface Tablet {
  readonly snippets: Readonly<Record<string, Snippet>>;
}

describe('the examples of README, deployment and events pages and docstrings', () => {
  test('compile against the library, and translate to every language', () => {
    const { snippets } = JSON.parse(translateExamples(join(__dirname, '..'))) as Tablet;
    const examples = Object.values(snippets);
    expect(examples.length).toBeGreaterThanOrEqual(6);
    for (const { didCompile, translations } of examples) {
      expect(didCompile).toBe(true);
      for (const language of ['python', 'java', 'csharp', 'go']) expect(translations[language]?.source).toMatch(/\S/);
    }
    expect(examples.some(({ translations }) => translations.python?.source.includes('Watermark.text("© Example", position='))).toBe(true);
  }, 300_000);
});
