/** Parts of a document that a script writes, between `<!-- generated: NAME -->` and `<!-- /generated -->`. */
export type Parts = ReadonlyMap<string, string>;
export type Row = readonly string[];

/**
 * The text with its generated parts updated.
 * @throws Error naming a part that the text has no markers for, or markers without a part
 */
export function fillParts(document: string, text: string, parts: Parts): string {
  const missing = new Set(parts.keys());
  const filled = text.replace(/(<!-- generated: (.+?) -->\n)[^]*?(<!-- \/generated -->)/g, (_whole, start: string, name: string, end: string) => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`${document} has markers for "${name}", which is none of: ${[...parts.keys()].join(', ')}`);
    missing.delete(name);
    return `${start}${part}\n${end}`;
  });
  if (missing.size > 0) throw new Error(`${document} has no markers "<!-- generated: NAME -->", "<!-- /generated -->" for: ${[...missing].join(', ')}`);
  return filled;
}

/** A head that ends in `:` marks a column of numbers, which is aligned right. */
export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll(/\| {2}(?=\|)/g, '| ');
  const rule = head.map((cell) => (cell.endsWith(':') ? '--:' : '---'));
  return [line(head.map((cell) => cell.replace(/:$/, ''))), `|${rule.map((dashes) => `${dashes}|`).join('')}`, ...rows.map(line)].join('\n');
}
