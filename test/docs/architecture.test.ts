import { existsSync } from 'fs';
import { join } from 'path';
import { read, ROOT } from '../../projenrc/documents';
import { synthesize } from '../../projenrc/templates/synth';
import { Watermark } from '../../src';

const architecture = read('docs/architecture.md');

test('docs/architecture.md names code that is there', () => {
  const paths = [...architecture.matchAll(/`((?:src|lambda|sdk)\/[\w./-]+)`/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('docs/architecture.md names props and members that there are', () => {
  const reference = read('API.md');
  const names = [...architecture.matchAll(/`([a-z]+[A-Z]\w*)`|`[a-z]+\.([a-z]+[A-Za-z]\w*)`/g)].map(([, name, member]) => name ?? member).filter((name) => name !== 'ts');
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !reference.includes(`.property.${name}"`))).toEqual([]);
});

test('the table of functions is that of the template', () => {
  const stack = synthesize({ watermark: Watermark.text('mark') });
  const documented = [...architecture.matchAll(/^\| ([a-z0-9-]+) \| (\d+) \| (\d+) \|/gm)].map(([, ...cells]) => cells.join(' '));
  const deployed = stack.functions().map(({ name, resource: { properties } }) => `${name} ${properties.MemorySize} ${properties.Timeout}`);
  expect(documented.sort()).toEqual(deployed.sort());
});
