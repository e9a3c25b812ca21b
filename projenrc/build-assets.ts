import { chmodSync, copyFileSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundleHandlers, existingHandlers } from './asset-bundles';
import { copySharp, Cpu, filesBelow } from './asset-sharp';
import { buildSvgRasterizer } from './asset-svg';
import { API_AND_EVENT_FUNCTIONS, IMAGE_FUNCTIONS, imageAssetFolder } from '../src/contract/functions';

const CPUS: readonly Cpu[] = ['arm64', 'x64'];
const FONT_PACKAGE = 'node_modules/@expo-google-fonts/noto-sans';

/**
 * Builds assets/, all that the functions run: same input, same bytes. It is built beside its place and then
 * moved there, so that nobody reads half of it and nothing stale stays.
 */
async function main(): Promise<void> {
  const root = process.cwd();
  const building = join(root, 'node_modules', '.cache', `assets-${process.pid}`);
  rmSync(building, { recursive: true, force: true });
  try {
    await bundleHandlers(root, existingHandlers(root, API_AND_EVENT_FUNCTIONS), building);
    for (const cpu of CPUS) await buildImageFolder(root, cpu, join(building, imageAssetFolder(cpu)));
    await buildSvgRasterizer(root, building);
    check(building);
    rmSync(join(root, 'assets'), { recursive: true, force: true });
    renameSync(building, join(root, 'assets'));
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  report(join(root, 'assets'));
}

async function buildImageFolder(root: string, cpu: Cpu, folder: string): Promise<void> {
  await bundleHandlers(root, existingHandlers(root, IMAGE_FUNCTIONS), folder);
  copySharp(root, cpu, folder);
  mkdirSync(join(folder, 'fonts'), { recursive: true });
  copyFileSync(join(root, FONT_PACKAGE, '400Regular', 'NotoSans_400Regular.ttf'), join(folder, 'fonts', 'NotoSans-Regular.ttf'));
  copyFileSync(join(root, FONT_PACKAGE, 'LICENSE_FONT'), join(folder, 'fonts', 'NotoSans-Regular-LICENSE.txt'));
}

/** Holds what a published asset needs: plain files that everyone can read, and no trace of where they came from. */
function check(folder: string): void {
  for (const file of filesBelow(folder)) {
    const name = relative(folder, file);
    if (!lstatSync(file).isFile()) throw new Error(`assets should hold plain files alone, and ${name} is none.`);
    // Lambda runs the code as another user, whatever mask the build had.
    chmodSync(file, 0o644);
    if (/\.(js|cjs|mjs|json|md|txt|ts)$/.test(name) && readFileSync(file).includes('//registry.')) {
      throw new Error(`${name} names a package registry, which must not be shipped.`);
    }
  }
}

function report(folder: string): void {
  const sizes = filesBelow(folder)
    .filter(file => file.endsWith('index.js') && !file.includes('node_modules'))
    .map(file => [relative(folder, file), statSync(file).size] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, bytes] of sizes) process.stdout.write(`${name.padEnd(36)} ${kibibytes(bytes)}\n`);
  for (const cpu of CPUS) {
    const total = filesBelow(join(folder, imageAssetFolder(cpu))).reduce((sum, file) => sum + statSync(file).size, 0);
    process.stdout.write(`${`${imageAssetFolder(cpu)}/, sharp included`.padEnd(36)} ${kibibytes(total)}\n`);
  }
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0).padStart(6)} KB`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
