import { cpSync, mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { layOut } from './layout';
import { read, ROOT } from './markdown';
import { makePages, Page } from './pages';

/** The client's reference, which typedoc writes, inside the site. */
export const REFERENCE = 'reference/index.html';

/** Writes a page for each document into the folder, and the pictures and schemas that they lead to. */
export function writeSite(folder: string): Page[] {
  const { repository: { url } } = JSON.parse(read('package.json')) as { repository: { url: string } };
  const pages = makePages(url.replace(/^git\+|\.git$/g, ''));
  for (const page of pages) {
    write(join(folder, page.path), layOut(page, pages, REFERENCE));
    for (const file of page.files) cpSync(join(ROOT, file), join(folder, file));
  }
  return pages;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
