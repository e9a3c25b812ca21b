import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(process.cwd(), '..', 'shared', 'corpus');
const present = existsSync(FOLDER);

/** A group of tests on the real files next to the project; skipped, with a note in its title, if they are absent. */
export function describeWithCorpus(title: string, body: () => void): void {
  if (present) describe(title, body);
  else describe.skip(`${title} (skipped: no folder ../shared/corpus)`, body);
}

export function corpusFile(path: string): Buffer {
  return readFileSync(join(FOLDER, path));
}

/** Names in a folder; a placeholder if the corpus is absent, because titles are built before groups are skipped. */
export function corpusNames(folder: string): string[] {
  return present ? readdirSync(join(FOLDER, folder)).sort() : ['absent'];
}
