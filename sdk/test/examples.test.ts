import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { typeCheck } from './support/type-check.js';

const folder = new URL('../../integ/examples/react-upload/', import.meta.url);
const src = fileURLToPath(new URL('../src/', import.meta.url));
const files = Object.fromEntries(readdirSync(folder).filter((name) => /\.tsx?$/.test(name))
  .map((name) => [`test/${name}`, readFileSync(new URL(name, folder), 'utf8')]));

function check(sources: Readonly<Record<string, string>>): string[] {
  return typeCheck(sources, { jsx: ts.JsxEmit.ReactJSX, noUncheckedIndexedAccess: false, paths: { 'image-management-client': [`${src}index.ts`] } });
}

test('the React component of the examples fits React and the client', () => {
  expect(Object.keys(files)).toHaveLength(2);
  expect(check(files)).toEqual([]);
});

test('fails where it asks the client for what there is not', () => {
  const wrong = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace('uploadMany', 'uploadAll')]));
  expect(check(wrong).join()).toContain("Property 'uploadAll' does not exist");
});
