import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import ts from 'typescript';
import { ROOT } from '../projenrc/documents';

const FOLDERS = ['src', 'lambda', 'sdk/src', 'sdk/test', 'integ', 'bench', 'projenrc', 'test'];

const files = FOLDERS.flatMap((folder) => ts.sys.readDirectory(join(ROOT, folder), ['.ts', '.tsx'], ['**/node_modules', '**/*.d.ts']));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** Files of the project that a file imports; `import type` counts, which the linter's own rule against circles leaves out. */
function importsOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.filter(({ fileName }) => fileName.startsWith('.')).flatMap(({ fileName }) => {
    const path = join(dirname(file), fileName).replace(/\.js$/, '');
    return [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].filter((candidate) => existsSync(candidate)).slice(0, 1);
  });
}

/** The files of a circle in the order of their imports, if one is reached from the last file of the path. */
function circleFrom(path: readonly string[], sound: Set<string>): string[] | undefined {
  for (const next of imports.get(path.at(-1)!) ?? []) {
    if (path.includes(next)) return [...path.slice(path.indexOf(next)), next];
    const circle = sound.has(next) ? undefined : circleFrom([...path, next], sound);
    if (circle) return circle;
  }
  sound.add(path.at(-1)!);
  return undefined;
}

test('no file imports itself by way of others, even for a type', () => {
  const sound = new Set<string>();
  expect(files.length).toBeGreaterThan(500);
  const circles = files.flatMap((file) => circleFrom([file], sound) ?? []);
  expect(circles.map((name) => name.slice(ROOT.length + 1))).toEqual([]);
});
