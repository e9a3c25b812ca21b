import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Documents with examples of the construct. */
const DOCUMENTS = ['README.md', 'DEPLOYMENT.md', 'docs/deployment.md', 'docs/events.md'];

/** The file that packages of the other languages take their examples from. */
export const TABLET = '.jsii.tabl.json';

/**
 * Compiles the examples of the documents and docstrings against the compiled library, and translates them to all languages.
 * Fences marked `ts` are such examples; `ts nofixture` says that one stands for itself, without rosetta/default.ts-fixture.
 *
 * @returns text of the file `.jsii.tabl.json`
 * @throws where an example does not compile or cannot be translated
 */
export function translateExamples(root: string): string {
  const app = mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    const library = join(app, 'node_modules', 'cdk-image-management-system');
    for (const part of ['lib', 'package.json', 'rosetta']) link(join(library, part), join(root, part));
    for (const name of ['aws-cdk-lib', 'constructs']) link(join(app, 'node_modules', name), join(root, 'node_modules', name));
    writeFileSync(join(library, '.jsii'), withDocuments(root));
    const rosetta = join(root, 'node_modules', '.bin', 'jsii-rosetta');
    const { status, stdout, stderr, error } = spawnSync(rosetta, ['extract', '--strict', '--directory', app, library], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the examples should compile and translate, and do not:\n${error ? error.message : stdout + stderr}`);
    return readFileSync(join(library, TABLET), 'utf8');
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}

/** The library's description with all documents in place of its README: the one text that is searched for examples. */
function withDocuments(root: string): string {
  const assembly = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8')) as object;
  const markdown = DOCUMENTS.map(name => readFileSync(join(root, name), 'utf8')).join('\n\n');
  return JSON.stringify({ ...assembly, readme: { markdown } });
}

function link(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
