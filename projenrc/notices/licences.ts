import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences under which others' software may be shipped here, by their SPDX names. */
const ACCEPTED = [
  'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'FTL', 'HPND', 'IJG', 'ISC', 'LGPL-3.0-or-later', 'libpng-2.0', 'libtiff', 'MIT', 'MIT-0',
  'MPL-1.1', 'MPL-2.0', 'OFL-1.1', 'Zlib',
];

/** What the makers of sharp call the licences of libvips and of the libraries in it. */
const SPDX_OF: Readonly<Record<string, string>> = {
  'BSD 2-Clause': 'BSD-2-Clause',
  'BSD 2-Clause + Alliance for Open Media Patent License 1.0': 'BSD-2-Clause',
  'BSD 3-Clause': 'BSD-3-Clause',
  'fontconfig License (BSD-like)': 'HPND',
  'freetype License (BSD-like)': 'FTL',
  'LGPLv3': 'LGPL-3.0-or-later',
  'libpng License': 'libpng-2.0',
  'libtiff License (BSD-like)': 'libtiff',
  'MIT License': 'MIT',
  'Mozilla Public License 1.1': 'MPL-1.1',
  'New BSD License': 'BSD-3-Clause',
  'zlib License': 'Zlib',
  'zlib License, IJG License, BSD 3-Clause': 'IJG AND BSD-3-Clause AND Zlib',
};

const OWNER = '$copyright_period $copyright_owner';

/** Whose the packages are that hold neither their licence nor their author's name. */
const OWNERS: Readonly<Record<string, string>> = { thumbhash: '2023 Evan Wallace' };

/** The licence's SPDX name, where it is one that may be shipped. */
export function acceptedLicence(name: string, licence: string | undefined): string {
  const spdx = licence === undefined ? undefined : SPDX_OF[licence] ?? licence;
  if (spdx === undefined || !spdx.split(' AND ').every(part => ACCEPTED.includes(part))) {
    throw new Error(`the licence of ${name} should be one that may be shipped, got ${licence ?? 'none'}; read it, then add it to projenrc/notices/licences.ts`);
  }
  return spdx;
}

/** The text that SPDX has of a licence, for packages that come without one. */
export function standardText(root: string, name: string, licence: string, author: string | undefined): string {
  // The lesser licence is an addition to the other one.
  const files = licence === 'LGPL-3.0-or-later' ? [licence, 'GPL-3.0-or-later'] : [licence];
  const text = files.map(file => readFileSync(join(root, 'node_modules', 'projen', 'license-text', `${file}.txt`), 'utf8')).join('\n');
  const owner = OWNERS[name] ?? author;
  if (text.includes(OWNER) && owner === undefined) {
    throw new Error(`${name} should come with its licence or name its author; find out whose it is, and add that to projenrc/notices/licences.ts`);
  }
  return text.replace(OWNER, owner ?? '');
}
