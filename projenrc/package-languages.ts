import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { findProgram } from './programs';

interface Language {
  readonly name: string;
  /** What makes a package of the generated source. Without one, the source is the package. */
  readonly builder?: { readonly program: string; readonly install: string };
}

const LANGUAGES: readonly Language[] = [
  { name: 'js', builder: { program: 'npm', install: 'npm' } },
  { name: 'python', builder: { program: 'python3', install: 'Python 3.11 or newer' } },
  { name: 'java', builder: { program: 'mvn', install: 'Maven and a JDK 11 or newer' } },
  { name: 'go' },
  { name: 'dotnet', builder: { program: 'dotnet', install: 'the .NET SDK 8 or newer' } },
];

/** Makes dist/<language>, the package of each language, of the compiled library; only the source where its builder is missing. */
function main(): void {
  rmSync('dist', { recursive: true, force: true });
  const sourceOnly = LANGUAGES.filter(({ builder }) => !builder || !findProgram([builder.program]));
  const built = LANGUAGES.filter(language => !sourceOnly.includes(language));
  pacmak(built);
  pacmak(sourceOnly, '--code-only');
  for (const { name, builder } of sourceOnly) {
    if (!builder) continue;
    process.stdout.write(`dist/${name} holds only the source, no package: "${builder.program}" is not on PATH. Install ${builder.install} and build again.\n`);
  }
}

function pacmak(languages: readonly Language[], ...flags: readonly string[]): void {
  if (languages.length === 0) return;
  const targets = languages.flatMap(({ name }) => ['--target', name]);
  const { status, error } = spawnSync('jsii-pacmak', [...targets, ...flags], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`The packages could not be made: ${error ? error.message : `jsii-pacmak ended with code ${status}`}.`);
}

main();
