import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, normalize } from 'path';
import { documents } from '../../projenrc/docs-site/markdown';
import { Page } from '../../projenrc/docs-site/pages';
import { REFERENCE, writeSite } from '../../projenrc/docs-site/write-site';

describe('the site', () => {
  let folder: string;
  let pages: Page[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'site-'));
    pages = writeSite(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const html = (path: string): string => readFileSync(join(folder, path), 'utf8');

  function broken(page: string): string[] {
    const links = [...html(page).matchAll(/\s(?:href|src)="([^"]+)"/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
    return links.filter((link) => !/^[a-z][a-z+.-]*:/i.test(link)).filter((link) => {
      const [file, anchor] = decodeURI(link).split('#');
      const target = file === '' ? page : normalize(join(dirname(page), file));
      if (target === REFERENCE) return false;
      if (!existsSync(join(folder, target))) return true;
      return anchor !== undefined && !html(target).includes(`id="${anchor}"`) && !html(target).includes(`name="${anchor}"`);
    });
  }

  test('has a page for each document, and every link of it leads somewhere', () => {
    const expected = documents().filter((path) => !path.startsWith('.github/'));
    expect(pages.map(({ source }) => source)).toEqual(expected);
    expect(pages.flatMap(({ path }) => broken(path).map((link) => `${path}: ${link}`))).toEqual([]);
  });

  test('names each page by its first heading, and opens with README', () => {
    expect(pages.filter(({ title }) => !title)).toEqual([]);
    expect(html('index.html')).toContain('<title>cdk-image-management-system</title>');
  });

  test('shows pictures, and links sources where they are', () => {
    expect(html('index.html')).toContain('<img src="docs/images/data-flow.svg"');
    expect(existsSync(join(folder, 'docs/images/data-flow.svg'))).toBe(true);
    expect(html('docs/security.html')).toMatch(/href="https:\/\/[^"]+\/blob\/main\/test\/[\w/-]+\.test\.ts"/);
  });
});
