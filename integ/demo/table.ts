import { printable } from './file-names';
import type { Result } from './results';

const HEADINGS = ['File', 'Status', 'Renditions', 'Time', 'Bytes', 'Bytes of renditions'] as const;
const RIGHT_ALIGNED = new Set<string>(['Renditions', 'Time', 'Bytes', 'Bytes of renditions']);

/** The results as lines of text. */
export function formatTable(results: readonly Result[]): string {
  const rows = [HEADINGS, ...results.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map(row => widthOf(row[column]))));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => pad(cell, widths[column], RIGHT_ALIGNED.has(HEADINGS[column]))).join('  ').trimEnd();
  return [line(HEADINGS), widths.map(width => '-'.repeat(width)).join('  '), ...results.map(result => line(cellsOf(result)))].join('\n');
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - widthOf(cell));
  return right ? space + cell : cell + space;
}

/** Columns of a terminal: characters of East Asian scripts and emoji take two, combining marks none. */
function widthOf(text: string): number {
  const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
  return [...text.replace(/\p{M}/gu, '')].reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

function cellsOf({ file, status, reason, seconds, renditions }: Result): string[] {
  const total = renditions.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    printable(file.filename),
    reason ? `${status}: ${reason}` : status,
    String(renditions.length),
    `${seconds.toFixed(1)} s`,
    formatNumber(file.bytes),
    renditions.length > 0 ? formatNumber(total) : '-',
  ];
}

/** `1,234,567`, the same on every machine. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US');
}

/** Such as `283 kB` or `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
