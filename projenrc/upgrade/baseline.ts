import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Snapshot } from './snapshot';

/** What the previous release was: its templates, its public API, and what its client sends. */
export const BASELINE = join(__dirname, '..', '..', 'test', 'baseline');

export function readTemplate(form: string): Snapshot {
  return JSON.parse(readFileSync(templatePath(form), 'utf8')) as Snapshot;
}

export function writeTemplate(form: string, snapshot: Snapshot): void {
  const lines = Object.entries(snapshot).map(([id, remembered]) => `${JSON.stringify(id)}: ${JSON.stringify(remembered)}`);
  writeFileSync(templatePath(form), `{\n${lines.join(',\n')}\n}\n`);
}

function templatePath(form: string): string {
  return join(BASELINE, `template-${form}.json`);
}
