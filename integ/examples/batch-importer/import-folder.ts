import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageManagementClient } from 'image-management-client';
import { isImageFailedError, isImageManagementError, isImageRejectedError, isNetworkError, isTimeoutError, isUnauthorizedError } from 'image-management-client';
import { fromPath } from 'image-management-client/node';
import { Journal } from './journal.js';
import type { Entry } from './journal.js';

const PICTURES = /\.(?:jpe?g|png|webp|gif|avif|heic|tiff?)$/i;
/** Uploads under way; far below the backend's limit of open grants. */
const AT_ONCE = 4;

export interface Options {
  /** Called once for each file, when it is done or was done by an earlier run. */
  readonly onResult: (entry: Entry, isNew: boolean) => void;
}

/**
 * Brings every picture of a folder to the backend, and waits for each. A file that is at fault stops no other.
 *
 * @returns how many ended in which way
 * @throws what concerns all files: no network, no session
 */
export async function importFolder(client: ImageManagementClient, folder: string, { onResult }: Options): Promise<Record<string, number>> {
  const journal = new Journal(join(folder, '.import.jsonl'));
  const names = (await readdir(folder)).filter((name) => PICTURES.test(name)).sort();
  const counts: Record<string, number> = {};
  let next = 0;
  const worker = async () => {
    while (next < names.length) {
      const name = names[next++];
      const { size, mtimeMs: modified } = await stat(join(folder, name));
      const known = journal.of({ name, size, modified });
      const isNew = !known || known.status === 'uploaded' || known.status === 'failed';
      const entry = isNew ? await importFile(client, folder, { name, size, modified }, journal) : known;
      counts[entry.status] = (counts[entry.status] ?? 0) + 1;
      onResult(entry, isNew);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return counts;
}

async function importFile(client: ImageManagementClient, folder: string, file: Pick<Entry, 'name' | 'size' | 'modified'>, journal: Journal): Promise<Entry> {
  const end = (status: Entry['status'], more: Partial<Entry> = {}): Entry => {
    const entry = { ...file, ...more, status };
    journal.write(entry);
    return entry;
  };
  const known = journal.of(file);
  let imageId = known?.status === 'uploaded' ? known.imageId : undefined;
  try {
    if (!imageId) {
      ({ imageId } = await client.images.upload(await fromPath(join(folder, file.name))));
      end('uploaded', { imageId });
    }
    await client.images.waitUntilReady(imageId, { timeout: 300_000 });
    return end('ready', { imageId });
  } catch (error) {
    if (isImageRejectedError(error)) return end('rejected', { imageId, detail: error.reason });
    if (isImageFailedError(error)) return end('failed', { imageId, detail: error.code });
    // Not the file's fault: the journal has what was reached, and the next run goes on from there.
    if (!isImageManagementError(error) || isNetworkError(error) || isTimeoutError(error) || isUnauthorizedError(error)) throw error;
    return end('rejected', { imageId, detail: error.code });
  }
}
