import { readTemplate, writeTemplate } from './upgrade/baseline';
import { dangersOf } from './upgrade/dangers';
import { FORMS, snapshotOfForm } from './upgrade/forms';
import { apiBreaks, rememberApi } from './upgrade/public-api';
import { Snapshot } from './upgrade/snapshot';

/**
 * Compares with the previous release: what an upgrade would lose, or be refused for, ends it with 1. `--update` makes the present
 * state the one to compare with, and says what that accepts.
 */
function main(args: readonly string[]): number {
  if (args.some((arg) => arg !== '--update')) {
    console.error(`Expected nothing or --update, got ${args.join(' ')}.`);
    return 2;
  }
  const present = Object.entries(FORMS).map(([name, form]) => [name, snapshotOfForm(form)] as const);
  const dangers = [...templateDangers(present), ...apiBreaks()];
  for (const line of dangers) console.error(line);
  if (args.length === 0) {
    console.log(dangers.length === 0 ? 'An upgrade from the previous release loses nothing.' : `\n${dangers.length} dangers for who upgrades. CONTRIBUTING.md says what to do about one that is meant.`);
    return dangers.length === 0 ? 0 : 1;
  }
  for (const [name, snapshot] of present) writeTemplate(name, snapshot);
  rememberApi();
  console.log(`test/baseline/ holds this release now${dangers.length === 0 ? '' : `, and accepts the ${dangers.length} dangers above`}. Read the difference before you commit it.`);
  return 0;
}

/** One line for a danger, with all forms that have it. */
function templateDangers(present: ReadonlyArray<readonly [form: string, snapshot: Snapshot]>): string[] {
  const forms = new Map<string, string[]>();
  for (const [form, snapshot] of present) {
    for (const line of dangersOf(readTemplate(form), snapshot)) forms.set(line, [...forms.get(line) ?? [], form]);
  }
  return [...forms].map(([line, names]) => `${line} [${names.join(', ')}]`);
}

process.exitCode = main(process.argv.slice(2));
