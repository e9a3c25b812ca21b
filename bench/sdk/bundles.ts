import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { runCommand } from '../../integ/local-aws/run-command';
import { benchFolder, projectRoot } from '../folders';

export interface Bundle {
  readonly name: string;
  /** Minified, in bytes. */
  readonly minified: number;
  /** Minified and gzipped at level 9, in bytes. */
  readonly gzipped: number;
}

const CLIENT = "export { ImageManagementClient } from 'image-management-client';";

/** Each with the imports with which its documentation begins an upload. Only the first includes accounts. */
const SUBJECTS: readonly { readonly name: string; readonly entry: string; readonly external?: string[] }[] = [
  { name: 'image-management-client', entry: CLIENT },
  { name: 'the same without ky', entry: CLIENT, external: ['ky'] },
  { name: '@supabase/storage-js', entry: "export { StorageClient } from '@supabase/storage-js';" },
  { name: '@aws-amplify/storage', entry: "export { uploadData, getUrl, list, remove } from '@aws-amplify/storage';" },
  { name: 'uploadthing/client', entry: "export { genUploader } from 'uploadthing/client';" },
];

const PINNED = {
  '@aws-amplify/core': '6.19.2',
  '@aws-amplify/storage': '6.17.0',
  '@supabase/storage-js': '2.119.1',
  'uploadthing': '7.7.4',
};

const folder = join(benchFolder, 'sdk');

/** The bundles of each client for browsers, made by esbuild, with all dependencies. */
export async function measureBundles(): Promise<Bundle[]> {
  await install();
  return Promise.all(SUBJECTS.map(async ({ name, entry, external }) => {
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: entry === CLIENT ? projectRoot : folder },
      external,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      define: { 'process.env.NODE_ENV': '"production"' },
      write: false,
      logLevel: 'error',
    });
    const [{ contents }] = outputFiles;
    return { name: label(name), minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
  }));
}

function label(name: string): string {
  const owner = Object.entries(PINNED).find(([pinned]) => name === pinned || name.startsWith(`${pinned}/`));
  return owner ? `${name} ${owner[1]}` : name;
}

/** From the registry, once for these versions. */
async function install(): Promise<void> {
  const manifest = JSON.stringify({ private: true, dependencies: PINNED });
  const stamp = join(folder, 'installed.json');
  if (existsSync(stamp) && await readFile(stamp, 'utf8') === manifest) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
  await runCommand('npm', args, { cwd: folder, env: process.env, purpose: 'Installing the clients to compare with' });
  await writeFile(stamp, manifest);
}
