import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { read, ROOT } from '../../projenrc/docs-site/markdown';
import { synthesize } from '../../projenrc/templates/synth';
import { Watermark } from '../../src';

const pages = readdirSync(join(ROOT, 'docs/components')).filter((name) => name !== 'README.md');
const overview = read('docs/components/README.md');

test('there is a page for each component, in the overview', () => {
  expect(pages).toHaveLength(12);
  for (const page of pages) expect(overview).toContain(`](${page})`);
});

describe.each(pages)('docs/components/%s', (page) => {
  const text = read(`docs/components/${page}`);

  test('says what the component is, where its code is, its props, how it fails, and its tests', () => {
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(['What it is', 'Code', 'Props and limits', 'How it fails', 'Tests']);
  });

  test('names code and tests that are there', () => {
    const paths = [...text.matchAll(/`((?:src|lambda|sdk|test|integ)\/[\w./-]+)`/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('names props that there are', () => {
    const reference = read('API.md');
    const props = text.split('\n## Props and limits\n')[1].split('\n## ')[0];
    const names = [...props.matchAll(/`(?:\w+\.)?([a-z]\w+)`/g)].map(([, name]) => name);
    expect(names.filter((name) => !reference.includes(`.property.${name}"`))).toEqual([]);
  });
});

test('the table of functions is that of the template', () => {
  const stack = synthesize({ watermark: Watermark.text('mark') });
  const documented = [...overview.matchAll(/^\| ([a-z0-9-]+) \| (\d+) \| (\d+) \|/gm)].map(([, ...cells]) => cells.join(' '));
  const deployed = stack.functions().map(({ name, resource: { properties } }) => `${name} ${properties.MemorySize} ${properties.Timeout}`);
  expect(documented.sort()).toEqual(deployed.sort());
});
