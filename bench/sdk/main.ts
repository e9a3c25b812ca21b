import { Bundle, measureBundles } from './bundles';
import { measureMemory, Memory } from './memory';

/** Limits of the client without ky, in bytes; its own tests check both. */
const BUNDLE_BUDGET = 9_000;
const MEMORY_BUDGET = 80 * 1024 * 1024;

async function main(): Promise<void> {
  const bundles = await measureBundles();
  say('What a browser loads (only the first includes accounts and tokens):');
  say(table(bundles.map(bundle => bundleRow(bundle, bundles[0]))));
  judge('minified and gzipped without ky', bundles[1].gzipped, BUNDLE_BUDGET, 'kB', 1_000);

  const memory = await measureMemory();
  say('\nA file of 200 MB uploaded from Node, above the idle process:');
  say(table(memory.map(({ name, above }: Memory) => [name, amount(above, 'MB', 1024 * 1024)])));
  judge('above the idle process', memory[0].above, MEMORY_BUDGET, 'MB', 1024 * 1024);
}

function bundleRow({ name, minified, gzipped }: Bundle, own: Bundle): string[] {
  const times = gzipped === own.gzipped ? '' : `${(gzipped / own.gzipped).toFixed(1)} times`;
  return [name, `${amount(minified, 'kB', 1_000)} minified`, `${amount(gzipped, 'kB', 1_000)} gzipped`, times];
}

function judge(what: string, value: number, budget: number, unit: string, size: number): void {
  const met = value <= budget;
  say(`Budget: ${amount(budget, unit, size).trim()} ${what}, ${met ? 'met' : 'MISSED'}.`);
  if (!met) process.exitCode = 1;
}

function amount(value: number, unit: string, size: number): string {
  return `${(value / size).toFixed(1)} ${unit}`.padStart(8);
}

function table(rows: readonly string[][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, ...cells]) => [name.padEnd(width), ...cells].join('  ').trimEnd()).join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
