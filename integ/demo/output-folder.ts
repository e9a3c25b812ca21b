import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { folderNames, originalName } from './file-names';
import type { DemoFile } from './results';
import type { Sample } from './samples';

/** The folder that the demo writes. */
export class OutputFolder {
  constructor(readonly path: string) {}

  /**
   * Empties the folder of earlier runs and fills it with the originals, which are first gathered in another folder: the
   * caller may pass a file that an earlier run left here.
   */
  static async startedWith(path: string, fill: (folder: OutputFolder) => Promise<DemoFile[]>): Promise<[OutputFolder, DemoFile[]]> {
    const gathering = `${path}.new`;
    await rm(gathering, { recursive: true, force: true });
    try {
      await mkdir(gathering, { recursive: true });
      const files = await fill(new OutputFolder(gathering));
      await rm(path, { recursive: true, force: true });
      await rename(gathering, path);
      return [new OutputFolder(path), files];
    } catch (error) {
      await rm(gathering, { recursive: true, force: true });
      throw error;
    }
  }

  /** Copies the caller's files into their folders. */
  async takeFiles(paths: readonly string[]): Promise<DemoFile[]> {
    const filenames = paths.map(path => basename(path));
    const names = folderNames(filenames);
    return Promise.all(paths.map(async (path, index) => {
      const original = `${names[index]}/${originalName(filenames[index])}`;
      await mkdir(dirname(this.resolve(original)), { recursive: true });
      await copyFile(path, this.resolve(original));
      const { size: bytes } = await stat(this.resolve(original));
      return { name: names[index], filename: filenames[index], original, bytes, expected: 'ready' as const };
    }));
  }

  async takeSamples(samples: readonly Sample[]): Promise<DemoFile[]> {
    const names = folderNames(samples.map(({ filename }) => filename));
    return Promise.all(samples.map(async ({ filename, bytes, expected, note }, index) => {
      const original = `${names[index]}/${originalName(filename)}`;
      await this.write(original, bytes);
      return { name: names[index], filename, original, bytes: bytes.length, expected, note };
    }));
  }

  /** @param path relative to the folder, `/` between its parts */
  async write(path: string, content: Uint8Array | string): Promise<void> {
    await mkdir(dirname(this.resolve(path)), { recursive: true });
    await writeFile(this.resolve(path), content);
  }

  resolve(path: string): string {
    return join(this.path, ...path.split('/'));
  }
}
