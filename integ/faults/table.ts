import type { Tally } from './judge';

const HEADINGS = ['fault', 'injections', 'images', 'ended as', 'lost', 'duplicated', 'without event', 'brought to an end by'] as const;

/** The results as lines of a Markdown table. */
export function formatTable(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ fault, injections, images, ended, lost, duplicated, withoutEvent, rescues }) =>
    [fault, injections, images, inWords(ended), lost, duplicated, withoutEvent, inWords(rescues)].map(String));
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map(row => row[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(HEADINGS), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Whether all is as it should be: nothing lost, nothing doubled, and nothing else wrong. */
export function isSound({ lost, duplicated, problems }: Tally): boolean {
  return lost === 0 && duplicated === 0 && problems.length === 0;
}

function inWords(counts: Readonly<Partial<Record<string, number>>>): string {
  return Object.entries(counts).map(([what, number]) => `${what} ${number}`).join(', ') || '-';
}
