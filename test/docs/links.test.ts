import { existsSync } from 'fs';
import { dirname, join, normalize } from 'path';
import { anchorsOf, documents, linksOf, read, ROOT, slugOf } from '../../projenrc/documents';

/** Each relative link of a document that leads nowhere. */
function broken(path: string, text = read(path)): string[] {
  return linksOf(text).filter((link) => !/^[a-z][a-z+.-]*:/i.test(link)).filter((link) => {
    const [file, anchor] = decodeURI(link).split('#');
    const target = file === '' ? path : normalize(join(dirname(path), file));
    // A page that leads out of the repository works nowhere but in one clone.
    if (target.startsWith('..') || !existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target === path ? text : read(target)).has(anchor);
  });
}

describe('the documents', () => {
  test('are all found', () => {
    expect(documents()).toEqual(expect.arrayContaining(['README.md', 'API.md', 'sdk/README.md', 'docs/architecture.md', 'docs/decisions/0009-limits-per-user.md']));
  });

  test.each(documents())('every relative link and anchor of %s leads somewhere', (path) => {
    expect(broken(path)).toEqual([]);
  });

  test('are each reached from README', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      for (const link of linksOf(read(path))) {
        const [file] = decodeURI(link).split('#');
        const target = normalize(join(dirname(path), file));
        if (file.endsWith('.md') && existsSync(join(ROOT, target))) reached.add(target);
      }
    }
    const alone = documents().filter((path) => !reached.has(path) && !/^(docs\/decisions|\.github)\//.test(path));
    expect(alone).toEqual([]);
  });
});

describe('the check', () => {
  test('fails for a file that is not there, an anchor that is not there, and a way out of the repository', () => {
    const text = '# One\n[a](docs/none.md) [b](#one) [c](#two) [d](README.md#none) [e](../x.md) [f](https://example.com/none.md)\n```\n[g](none.md)\n```\n';
    expect(broken('README.md', text)).toEqual(['docs/none.md', '#two', 'README.md#none', '../x.md']);
  });

  test.each([
    ['The signed upload and the input bucket', 'the-signed-upload-and-the-input-bucket'],
    ['`DELETE /user/{user_id}`', 'delete-useruser_id'],
    ['Cost, by size: 10 %', 'cost-by-size-10-'],
    ['[A link](x.md) in it', 'a-link-in-it'],
  ])('makes the anchor of "%s" as GitHub does', (heading, slug) => {
    expect(slugOf(heading)).toBe(slug);
  });
});
