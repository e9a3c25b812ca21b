import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(__dirname, '../../../integ/gallery/page/style.css'), 'utf8');

test('nothing moves for those who asked for less motion', () => {
  const [still, moving] = css.split('@media (prefers-reduced-motion: no-preference)');
  expect(still).not.toMatch(/animation|transition/);
  expect(moving).toMatch(/animation|transition/);
});

test('every colour has a light and a dark value', () => {
  const colours = [...css.matchAll(/^ {2}--(\w+(?:-\w+)*): (.*);$/gm)].filter(([, name]) => name !== 'shadow');
  expect(colours.length).toBeGreaterThan(10);
  for (const [, name, value] of colours) expect([name, value]).toEqual([name, expect.stringMatching(/^light-dark\(#\w+, #\w+\)$/)]);
});
