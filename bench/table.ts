import { Line } from './report';

/** The figures as aligned lines of text. */
export function formatTable(lines: readonly Line[]): string {
  const rows = lines.map(({ measure, value, bar, met }) => [measure, value, bar, met === undefined ? '' : met ? 'met' : 'MISSED']);
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
