import { dirname, relative } from 'path';
import { Page } from './pages';

const STYLE = `
:root { color-scheme: light dark; --line: #9aa5b155; --quiet: light-dark(#52606d, #9fb0c0) }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 17rem minmax(0, 1fr) }
nav { padding: 1.5rem 1rem; border-right: 1px solid var(--line); height: 100vh; overflow: auto; position: sticky; top: 0; font-size: .9rem }
nav h2 { font-size: .8rem; color: var(--quiet); margin: 1.2rem 0 .3rem }
nav a { display: block; padding: .15rem 0; text-decoration: none }
nav a[aria-current] { font-weight: 600 }
main { padding: 1.5rem 2.5rem 4rem; max-width: 62rem }
img { max-width: 100% }
pre { overflow: auto; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .5rem; font-size: .85rem }
table { border-collapse: collapse; display: block; overflow: auto }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top }
@media (max-width: 50rem) { body { display: block } nav { height: auto; position: static; border: 0 } main { padding: 1rem } }
`;

const GROUPS: readonly (readonly [title: string, holds: (source: string) => boolean])[] = [
  ['Guides', (source) => /^(?:README\.md|DEPLOYMENT\.md|docs\/[^/]+\.md)$/.test(source)],
  ['Components', (source) => source.startsWith('docs/components/')],
  ['Examples and packages', (source) => /^(?:integ|sdk)\//.test(source) || source === 'API.md'],
  ['Decisions', (source) => source.startsWith('docs/decisions/')],
  ['Project', () => true],
];

/** The whole page: navigation beside the document. */
export function layOut(page: Page, pages: readonly Page[], reference: string): string {
  const from = dirname(page.path);
  const left = new Set(pages);
  const link = (path: string, title: string, current: boolean) =>
    `<a href="${relative(from, path) || '.'}"${current ? ' aria-current="page"' : ''}>${escape(title)}</a>`;
  const groups = GROUPS.map(([title, holds]) => {
    const own = [...left].filter(({ source }) => holds(source)).sort((a, b) => Number(isEntry(b)) - Number(isEntry(a)));
    own.forEach((one) => left.delete(one));
    const links = own.map((one) => link(one.path, one.title, one === page));
    if (title.startsWith('Examples')) links.push(link(reference, 'Client reference', false));
    return `<h2>${title}</h2>\n${links.join('\n')}`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(page.title)}</title>
<style>${STYLE}</style>
<nav>
${groups.join('\n')}
</nav>
<main>
${page.html}</main>
</html>
`;
}

/** First of its group. */
function isEntry({ source }: Page): boolean {
  return source.endsWith('README.md');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
