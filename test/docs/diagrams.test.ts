import { drawImageWay } from '../../projenrc/diagrams/image-way';
import { drawSequence } from '../../projenrc/diagrams/sequence';
import { documents, linksOf, read } from '../../projenrc/docs-site/markdown';

const shown = [...new Set(documents().filter((path) => path.startsWith('docs/')).flatMap((path) => linksOf(read(path))).filter((link) => link.endsWith('.svg')))];

test('the way of an image is drawn as its data has it (otherwise run: npx tsx projenrc/build-diagrams.ts)', () => {
  expect(read('docs/images/image-way.svg')).toBe(drawImageWay());
});

test('fails for a step of somebody who is not in the picture', () => {
  expect(() => drawSequence('A', ['App'], [{ from: 'App', to: 'Nobody', text: 'x' }])).toThrow("'Nobody' should be one of App");
});

test('no document needs a program to draw its diagrams', () => {
  for (const path of documents()) expect([path, read(path).includes('```mermaid')]).toEqual([path, false]);
});

test('every diagram says in words what it shows, and loads and runs nothing', () => {
  expect(shown.length).toBeGreaterThan(1);
  for (const path of shown) {
    const picture = read(`docs/${path.replace(/^(\.\.\/)*(docs\/)?/, '')}`);
    expect(picture).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}"/);
    expect(picture).not.toMatch(/<script|href=|url\((?!#)|<foreignObject/);
  }
});
