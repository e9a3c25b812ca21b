import { nodeModule } from './upload/node-module.js';

/**
 * A file of the disk as a source of an upload; its bytes are read while they are sent. Node 22.3 and later only.
 *
 * @param path absolute, or relative to the working directory
 * @param options.type media type; by default it is told from the file's first bytes when it is uploaded
 * @returns a `File` with the path's last part as its name
 * @throws the file system's error where the file cannot be opened, TypeError outside Node
 */
export async function fileFromPath(path: string, options: { readonly type?: string } = {}): Promise<File> {
  const fs = nodeModule<typeof import('node:fs')>('node:fs');
  const paths = nodeModule<typeof import('node:path')>('node:path');
  if (!fs || !paths) throw new TypeError('fileFromPath() works in Node 22.3 and later alone: give a File, a Blob or bytes instead.');
  // Opened for its errors: openAsBlob() alone reports a missing file or a folder only when it is read.
  const handle = await fs.promises.open(path, 'r');
  const isFile = await handle.stat().then((stats) => stats.isFile()).finally(() => handle.close());
  if (!isFile) throw new TypeError(`'${path}' is not a file.`);
  return new File([await fs.openAsBlob(path)], paths.basename(path), { type: options.type ?? '' });
}
