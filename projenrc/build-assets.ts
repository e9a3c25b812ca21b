import { chmodSync, copyFileSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundleHandlers } from './asset-bundles';
import { copySharp, Cpu, filesBelow } from './asset-sharp';
import { buildSvgRasterizer } from './asset-svg';
import { Component, packageComponent } from './notices/components';
import { NOTICES, noticeText } from './notices/notice-text';
import { API_AND_EVENT_FUNCTIONS, IMAGE_FUNCTIONS, imageAssetFolder, SVG_RASTERIZER } from '../src/contract/functions';

const CPUS: readonly Cpu[] = ['arm64', 'x64'];
const FONT_PACKAGE = 'node_modules/@expo-google-fonts/noto-sans';

/**
 * Builds assets/, the code of all functions: the same input gives the same bytes. It is built in a temporary folder and
 * then moved, so that assets/ is always complete and has no stale files.
 */
async function main(): Promise<void> {
  const root = process.cwd();
  const building = join(root, 'node_modules', '.cache', `assets-${process.pid}`);
  rmSync(building, { recursive: true, force: true });
  try {
    const shipped: Record<string, readonly Component[]> = await bundleApiAndEventHandlers(root, building);
    for (const cpu of CPUS) shipped[imageAssetFolder(cpu)] = await buildImageFolder(root, cpu, join(building, imageAssetFolder(cpu)));
    shipped[SVG_RASTERIZER] = await buildSvgRasterizer(root, building);
    for (const [folder, components] of Object.entries(shipped)) writeFileSync(join(building, folder, NOTICES), noticeText(components));
    writeFileSync(join(building, NOTICES), noticeText(Object.values(shipped).flat()));
    check(building);
    rmSync(join(root, 'assets'), { recursive: true, force: true });
    renameSync(building, join(root, 'assets'));
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  report(join(root, 'assets'));
}

async function bundleApiAndEventHandlers(root: string, building: string): Promise<Record<string, Component[]>> {
  const bundled = await bundleHandlers(root, API_AND_EVENT_FUNCTIONS, building);
  const components = (folders: readonly string[]) => folders.map(folder => packageComponent(root, folder));
  return Object.fromEntries(Object.entries(bundled).map(([name, folders]) => [name, components(folders)]));
}

async function buildImageFolder(root: string, cpu: Cpu, folder: string): Promise<Component[]> {
  const bundled = await bundleHandlers(root, IMAGE_FUNCTIONS, folder);
  const sharp = copySharp(root, cpu, folder);
  mkdirSync(join(folder, 'fonts'), { recursive: true });
  copyFileSync(join(root, FONT_PACKAGE, '400Regular', 'NotoSans_400Regular.ttf'), join(folder, 'fonts', 'NotoSans-Regular.ttf'));
  copyFileSync(join(root, FONT_PACKAGE, 'LICENSE_FONT'), join(folder, 'fonts', 'NotoSans-Regular-LICENSE.txt'));
  return [...Object.values(bundled).flat().map(source => packageComponent(root, source)), ...sharp, fontComponent(root)];
}

/** The font's own licence: that of its package covers the package's code. */
function fontComponent(root: string): Component {
  const folder = join(root, FONT_PACKAGE);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { name: 'Noto Sans Regular', version, licence: 'OFL-1.1', text: readFileSync(join(folder, 'LICENSE_FONT'), 'utf8') };
}

/** Holds what a published asset needs: plain files that everyone can read, and no trace of where they came from. */
function check(folder: string): void {
  for (const file of filesBelow(folder)) {
    const name = relative(folder, file);
    if (!lstatSync(file).isFile()) throw new Error(`assets/ must hold only plain files, and ${name} is not one.`);
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
