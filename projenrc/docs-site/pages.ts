import { dirname, extname, normalize, relative } from 'path';
import MarkdownIt from 'markdown-it';
import { documents, read, slugOf } from './markdown';

export interface Page {
  /** From the root of the project, and of the site. */
  readonly source: string;
  readonly path: string;
  readonly title: string;
  readonly html: string;
  /** Pictures and schemas that it leads to, from the root. */
  readonly files: readonly string[];
}

/** Shown on the site; everything else of the repository is linked there. */
const SHOWN = new Set(['.svg', '.png', '.json']);

/** Pages of all documents. @param repository address that files of the sources are linked at */
export function makePages(repository: string): Page[] {
  const sources = documents().filter((source) => !source.startsWith('.github/'));
  const known = new Set(sources);
  return sources.map((source) => makePage(source, known, repository));
}

function pathOf(source: string): string {
  return source === 'README.md' ? 'index.html' : source.replace(/\.md$/, '.html');
}

function makePage(source: string, known: ReadonlySet<string>, repository: string): Page {
  const markdown = new MarkdownIt({ html: true });
  const tokens = markdown.parse(read(source), {});
  const files: string[] = [];
  const headings = new Map<string, number>();
  const lead = (link: string): string => {
    if (/^(?:[a-z][a-z+.-]*:|#)/i.test(link)) return link;
    const [file, anchor] = link.split('#');
    const target = normalize(`${dirname(source)}/${file}`);
    if (!known.has(target) && !SHOWN.has(extname(target))) return `${repository}/blob/main/${target}`;
    if (!known.has(target)) files.push(target);
    const path = relative(dirname(pathOf(source)), known.has(target) ? pathOf(target) : target);
    return anchor === undefined ? path : `${path}#${anchor}`;
  };

  let title = '';
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const text = tokens[index + 1].content.replace(/ *<a .*$/, '');
      title ||= text.replaceAll('`', '');
      const slug = slugOf(text);
      const times = headings.get(slug) ?? 0;
      headings.set(slug, times + 1);
      token.attrSet('id', times === 0 ? slug : `${slug}-${times}`);
    }
    for (const child of token.children ?? []) {
      for (const name of ['href', 'src']) {
        const link = child.attrGet(name);
        if (link !== null) child.attrSet(name, lead(link));
      }
    }
  });
  return { source, path: pathOf(source), title, files, html: markdown.renderer.render(tokens, markdown.options, {}) };
}
