import { existsSync } from 'fs';
import { join } from 'path';
import { PROMISES, TestName } from './promises';
import { read, ROOT, withoutFences } from '../../projenrc/docs-site/markdown';

/** Links and headings, which links.test.ts holds. */
const UNHELD_SECTIONS = ['Documentation'];

/** What README says, sentence by sentence and without its markup; of a table, row by row. */
function sentences(readme: string): string[] {
  const sections = withoutFences(readme).split(/^## /m).filter((section) => !UNHELD_SECTIONS.includes(section.split('\n')[0]));
  const blocks = sections.flatMap((section) => section.replace(/^#.*$/gm, '').split('\n').slice(section === sections[0] ? 0 : 1).join('\n').split(/\n\n|\n(?=[-|])/));
  return blocks.flatMap((block) => {
    const text = plain(block);
    if (block.trim().startsWith('|')) return /^\|[-\s|]+$|^\| command /m.test(block.trim()) ? [] : [text.replace(/^\| | \|$/g, '').replace(' | ', ': ')];
    return text.replace(/^- (\w[\w ]*\. )?/, '').split(/(?<=\.)\s+(?=[A-Z])/).filter(Boolean);
  });
}

function plain(markdown: string): string {
  return markdown.replace(/!\[[^\]]*\]\([^)]*\)/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|`/g, '').replace(/\s+/g, ' ').trim();
}

const named = Object.values(PROMISES).flat();
const different = [...new Map(named.map((test) => [test.join(': '), test])).values()];

function exists([file, title]: TestName): boolean {
  const source = read(file).replaceAll("\\'", "'");
  return [`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => source.includes(`${quoted},`));
}

describe('README', () => {
  const said = sentences(read('README.md'));

  test('says nothing that test/docs/promises.ts does not name the tests of', () => {
    expect(said.filter((sentence) => !(sentence in PROMISES))).toEqual([]);
  });

  test('says all that is in test/docs/promises.ts', () => {
    expect(Object.keys(PROMISES).filter((sentence) => !said.includes(sentence))).toEqual([]);
  });

  test.each(different.map(([file, title]) => [file, title]))('is held by %s: %s', (file, title) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(exists([file, title])).toBe(true);
  });
});

describe('the check', () => {
  test('takes sentences, list items and rows apart, and nothing of code and pictures', () => {
    const text = '# Name\n\nOne thing. It has [a link](x.md)\nand `code`.\n\n![Picture](x.svg)\n\n## List\n\n- **Head.** First. Second.\n- Third: it.\n\n```ts\nNo. Never.\n```\n'
      + '\n| command | does |\n|---|---|\n| `a` | b |\n\n## Documentation\n\n- [None](x.md)\n';
    expect(sentences(text)).toEqual(['One thing.', 'It has a link and code.', 'First.', 'Second.', 'Third: it.', 'a: b']);
  });

  test('fails for a test that there is not', () => {
    expect(exists(['test/docs/promises.test.ts', ['no', 'such', 'title'].join(' ')])).toBe(false);
  });
});
