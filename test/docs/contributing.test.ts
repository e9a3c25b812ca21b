import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const [, section] = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split('\n## Where to change what\n');
const tasks = section.trim().split('\n\n')[0].split('\n').slice(2).map((row) => row.split('|').slice(1, 3).map((cell) => cell.trim()));

test.each(tasks)('CONTRIBUTING names code that is there for the task: %s', (_task, files) => {
  const paths = [...files.matchAll(/`((?:src|lambda|sdk|test|projenrc|docs)(?:\/[\w./-]+)?)`/g)].map(([, path]) => path);
  expect(paths).not.toEqual([]);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
