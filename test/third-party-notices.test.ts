import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../projenrc/asset-bundles';
import { Component, libraryComponents, packageComponent } from '../projenrc/notices/components';
import { NOTICES, noticeText } from '../projenrc/notices/notice-text';
import { API_AND_EVENT_FUNCTIONS, IMAGE_FUNCTIONS, SVG_RASTERIZER } from '../src/contract/functions';

const root = join(__dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'notices-'));
const IMAGE_FOLDERS = ['image-arm64', 'image-x64'];

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the notices of what is shipped', () => {
  test('name every package in each bundle, its version and licence', async () => {
    const bundled = await bundleHandlers(root, [...API_AND_EVENT_FUNCTIONS, ...IMAGE_FUNCTIONS], join(scratch, 'bundles'));
    expect(Object.keys(bundled).sort()).toEqual([...API_AND_EVENT_FUNCTIONS, ...IMAGE_FUNCTIONS].sort());
    for (const [name, folders] of Object.entries(bundled)) {
      expect(folders.length).toBeGreaterThan(3);
      const assets = (IMAGE_FUNCTIONS as readonly string[]).includes(name) ? IMAGE_FOLDERS : [name];
      for (const asset of assets) expect(missingIn(asset, folders)).toEqual([]);
    }
    expect(noticesOf('upload-handler')).toMatch(/^@aws-sdk\/client-s3 /m);
    expect(noticesOf('image-x64')).toMatch(/^thumbhash /m);
  });

  // holds: promise.notices
  test.each(IMAGE_FOLDERS)('name every package and library beside the functions of %s', (asset) => {
    const modules = join(root, 'assets', asset, 'node_modules');
    const folders = readdirSync(modules).flatMap(name => (name.startsWith('@') ? readdirSync(join(modules, name)).map(part => join(modules, name, part)) : [join(modules, name)]));
    expect(folders).toHaveLength(6);
    expect(missingIn(asset, folders)).toEqual([]);
    const versions = JSON.parse(readFileSync(join(folders.find(folder => folder.includes('libvips'))!, 'versions.json'), 'utf8')) as Record<string, string>;
    for (const version of Object.values(versions)) expect(noticesOf(asset)).toContain(` ${version} | `);
    expect(noticesOf(asset)).toMatch(/^Noto Sans Regular \S+ \| OFL-1\.1$/m);
  });

  // holds: promise.notices
  test('of the whole package hold what those of each part name, and the words of each licence', () => {
    const whole = noticesOf('.');
    for (const asset of [...API_AND_EVENT_FUNCTIONS, ...IMAGE_FOLDERS, SVG_RASTERIZER]) {
      expect(entries(noticesOf(asset)).filter(entry => !whole.includes(entry))).toEqual([]);
    }
    for (const words of ['GNU LESSER GENERAL PUBLIC LICENSE', 'GNU GENERAL PUBLIC LICENSE', 'Mozilla Public License', 'SIL OPEN FONT LICENSE', 'Apache License']) {
      expect(whole.toLowerCase()).toContain(words.toLowerCase());
    }
    expect(whole).not.toContain('$copyright');
    expect(whole).toMatch(/^@img\/sharp-libvips-linux-x64 \S+ \| LGPL-3\.0-or-later \| source: https:\S+$/m);
    expect(whole).toMatch(/^@resvg\/resvg-wasm \S+ \| MPL-2\.0 \| source: https:\S+$/m);
  });

  test('give the words of a licence once, with all that it is of', () => {
    const of = (name: string, text: string): Component => ({ name, version: '1.0.0', licence: 'MIT', text });
    const notices = noticeText([of('b', 'Words'), of('a', 'Words\n'), of('c', 'Others')]);
    expect(notices.match(/Words/g)).toHaveLength(1);
    expect(notices).toContain('Licence of a 1.0.0, b 1.0.0\n');
  });
});

describe('the notices', () => {
  const folderWith = (name: string, files: Readonly<Record<string, string>>): string => {
    const folder = join(scratch, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return folder;
  };
  const manifest = (more: object) => JSON.stringify({ name: 'stranger', version: '1.2.3', ...more });

  test.each([['AGPL-3.0', { license: 'AGPL-3.0' }], ['none', {}], ['SEE LICENSE IN x', { license: 'SEE LICENSE IN x' }]])('fail for a package whose licence is %s', (licence, more) => {
    const folder = folderWith(`stranger-${licence}`.replace(/ /g, '-'), { 'package.json': manifest(more) });
    expect(() => packageComponent(root, folder)).toThrow(`the licence of stranger should be one that may be shipped, got ${licence}`);
  });

  test('take the standard words, with the author\'s name, where a package has none', () => {
    const folder = folderWith('wordless', { 'package.json': manifest({ license: 'MIT', author: { name: 'A. Stranger' } }) });
    expect(packageComponent(root, folder).text).toMatch(/^Copyright \(c\) A\. Stranger/);
  });

  test('fail for a package without words that does not say whose it is', () => {
    const folder = folderWith('ownerless', { 'package.json': manifest({ license: 'MIT' }) });
    expect(() => packageComponent(root, folder)).toThrow('stranger should come with its licence or name its author');
  });

  test('fail for a library that is linked in without a licence', () => {
    const folder = folderWith('libvips', { 'package.json': manifest({}), 'versions.json': '{"heif":"1","novel":"2"}', 'README.md': '| libheif | LGPLv3 |\n' });
    expect(() => libraryComponents(folder)).toThrow('stranger holds novel, and its README names no licence for it.');
  });
});

function noticesOf(asset: string): string {
  return readFileSync(join(root, 'assets', asset, NOTICES), 'utf8');
}

/** The lines of the list, which ends at the first empty one after it. */
function entries(notices: string): string[] {
  return notices.split('\n\n')[1]!.split('\n');
}

/** Packages of these folders that have no entry. */
function missingIn(asset: string, folders: readonly string[]): string[] {
  const listed = entries(noticesOf(asset));
  return folders
    .map(folder => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string; license: string })
    .map(({ name, version, license }) => `${name} ${version} | ${license}`)
    .filter(entry => !listed.some(line => line === entry || line.startsWith(`${entry} | `)));
}
