import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

export const ROOT = join(__dirname, '..');

/** Written by commands or by other tools. */
const FOREIGN = new Set(['node_modules', 'lib', 'dist', 'assets', 'sdk/dist', 'docs/site', 'docs/reference', 'demo-output', 'cdk.out', 'coverage']);
/** The second one is integ-runner's: it comes and goes while tests run. */
const HIDDEN = /^(?:\.|cdk-integ\.out\.)/;

/** Paths of all documents of the project, from its root. */
export function documents(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return FOREIGN.has(path) || (HIDDEN.test(entry.name) && path !== '.github') ? [] : documents(path);
    return entry.isFile() && entry.name.endsWith('.md') ? [path] : [];
  });
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function withoutFences(text: string): string {
  return text.replace(/^(```+)[^\n]*\n[\s\S]*?^\1$/gm, '');
}

/** Targets of links and images, in Markdown and in HTML. */
export function linksOf(text: string): string[] {
  const prose = withoutFences(text).replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)];
  const html = [...prose.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g)];
  return [...inline, ...html].map(([, target]) => target);
}

/** Anchors of headings as GitHub makes them: the second heading of a name gets `-1`. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set([...text.matchAll(/<a\s[^>]+>/g)].flatMap(([tag]) => [...tag.matchAll(/\s(?:name|id)="([^"]+)"/g)].map(([, name]) => name)));
  const seen = new Map<string, number>();
  for (const [, heading] of withoutFences(text).matchAll(/^#{1,6} +(.+?)(?: +<a .*)?$/gm)) {
    const slug = slugOf(heading);
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}

export function slugOf(heading: string): string {
  return heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/<[^>]+>/g, '').toLowerCase().trim()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
}
