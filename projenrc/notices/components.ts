import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { acceptedLicence, standardText } from './licences';

/** Software of others that is shipped. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** The licence's own words, copyright included; undefined where `within` has them. */
  readonly text?: string;
  /** Where its source is, for licences that ask for that. */
  readonly source?: string;
  /** The package that holds it as a part. */
  readonly within?: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

const LICENCE_FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;
const SOURCE_ASKED_FOR = /LGPL|MPL/;

/** A package of npm in this folder. */
export function packageComponent(root: string, folder: string): Component {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, author, repository = '' } = manifest;
  const licence = acceptedLicence(name, manifest.license);
  const file = readdirSync(folder).find(entry => LICENCE_FILE.test(entry));
  const owner = typeof author === 'string' ? author : author?.name;
  const text = file ? readFileSync(join(folder, file), 'utf8') : standardText(root, name, licence, owner);
  if (!SOURCE_ASKED_FOR.test(licence)) return { name, version, licence, text };
  const url = typeof repository === 'string' ? repository : repository.url;
  const project = /github\.com[:/]([^/]+\/[^/.]+)/.exec(url)?.[1];
  if (!project) throw new Error(`${name} should say where its source is, for ${licence} asks for that, and its repository is '${url}'.`);
  return { name, version, licence, text, source: `https://github.com/${project}/tree/v${version}` };
}

/** libvips and the libraries linked into it: a table in the package's README, and their versions in a file of their own. */
export function libraryComponents(folder: string): Component[] {
  const { name: within } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const versions = JSON.parse(readFileSync(join(folder, 'versions.json'), 'utf8')) as Record<string, string>;
  const rows = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^\| ([\w-]+) +\| ([^-].*?) +\|$/gm)]
    .map(([, name, licence]) => ({ name: name!, licence: withoutLinks(licence!) }))
    .filter(({ name }) => name !== 'Library');
  const nameless = Object.keys(versions).filter(key => !rows.some(({ name }) => keysOf(name).includes(key)));
  if (nameless.length > 0) throw new Error(`${within} holds ${nameless.join(', ')}, and its README names no licence for it.`);
  return rows.map(({ name, licence }) => {
    const key = keysOf(name).find(candidate => candidate in versions);
    return { name, version: key ? versions[key]! : 'as built', licence: acceptedLicence(name, licence), within };
  });
}

/** `libheif` is `heif` among the versions, and `libultrahdr` is `uhdr`. */
function keysOf(library: string): string[] {
  return [library, library.replace(/^lib/, ''), library.replace('libultrahdr', 'uhdr')];
}

function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
}

/** Folders of the packages that ended up in a bundle, by their paths in the metafile. */
export function bundledFolders(root: string, output: Metafile['outputs'][string]): string[] {
  const folders = Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []);
  return [...new Set(folders)].sort().map(folder => join(root, folder));
}
