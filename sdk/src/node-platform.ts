/** A module of Node, looked up at run time so that bundlers for browsers see no `node:` import; `undefined` outside Node. */
export function nodeModule<T>(name: `node:${string}`): T | undefined {
  const node = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  return node?.getBuiltinModule?.(name) as T | undefined;
}

/**
 * A file on disk as an upload source. It is read while it is sent. Needs Node 22.3 or later.
 *
 * @param path absolute, or relative to the working directory
 * @param options.type media type; by default the upload detects it from the file's first bytes
 * @returns a `File` named after the last part of the path
 * @throws the file system's error if the file cannot be opened; TypeError outside Node and for a path that is not a file
 */
export async function fileFromPath(path: string, options: { readonly type?: string } = {}): Promise<File> {
  const fs = nodeModule<typeof import('node:fs')>('node:fs');
  const paths = nodeModule<typeof import('node:path')>('node:path');
  if (!fs || !paths) throw new TypeError('fileFromPath() needs Node 22.3 or later. Pass a File, a Blob or bytes instead.');
  // openAsBlob() reports a missing file or a folder only when it is read: open it here to fail early.
  const handle = await fs.promises.open(path, 'r');
  const isFile = await handle.stat().then((stats) => stats.isFile()).finally(() => handle.close());
  if (!isFile) throw new TypeError(`'${path}' is not a file.`);
  return new File([await fs.openAsBlob(path)], paths.basename(path), { type: options.type ?? '' });
}
