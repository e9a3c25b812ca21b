import type { ImageRecord, Rendition } from 'image-management-client' with { 'resolution-mode': 'import' };
import { Client, loadClientPackage } from './client';
import type { Bar } from './display';
import type { OutputFolder } from './output-folder';
import type { DemoFile, DownloadedRendition, Result } from './results';

export interface Work {
  readonly client: Client;
  readonly output: OutputFolder;
  readonly signal: AbortSignal;
}

// The local AWS shares one machine with everything else: a burst takes its time.
const READY_TIMEOUT = 180_000;

/** Uploads a file, waits for it and fetches its renditions. A rejected or failed image is a result, not an error. */
export async function processFile(file: DemoFile, bar: Bar, { client, output, signal }: Work): Promise<Result> {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  try {
    const { fileFromPath } = await loadClientPackage();
    const source = await fileFromPath(output.resolve(file.original));
    const upload = await client.images.upload(source, {
      filename: file.filename, signal, onProgress: ({ percent }) => bar.progress(percent),
    });
    bar.stage('processing');
    const record = await upload.ready({ timeout: READY_TIMEOUT, signal });
    const seconds = elapsed();
    bar.stage('downloading');
    const renditions = await download(record, file, { client, output, signal });
    bar.end(`ready in ${seconds.toFixed(1)} s`);
    const { width, height } = record;
    return { file, status: 'ready', seconds, width, height, renditions };
  } catch (error) {
    const result = { file, seconds: elapsed(), renditions: [], ...await explain(error) };
    bar.end(`${result.status}: ${result.reason}`);
    return result;
  }
}

async function explain(error: unknown): Promise<Pick<Result, 'status' | 'reason' | 'detail'>> {
  const { isImageManagementError, isImageRejectedError, isImageFailedError, isInvalidRequestError } = await loadClientPackage();
  if (isImageRejectedError(error)) return { status: 'rejected', reason: error.reason };
  if (isImageFailedError(error)) return { status: 'failed', reason: error.code, detail: error.message };
  const refusals = ['unsupported-type', 'empty-file', 'file-too-large', 'upload-refused'];
  if (isInvalidRequestError(error) || (isImageManagementError(error) && refusals.includes(error.code))) {
    return { status: 'refused', reason: error.code, detail: error.message };
  }
  throw error;
}

async function download(record: ImageRecord, file: DemoFile, work: Work): Promise<DownloadedRendition[]> {
  const results: DownloadedRendition[] = [];
  for (const rendition of record.renditions) results.push(await downloadOne(record.imageId, rendition, file, work));
  return results;
}

const EXTENSIONS: Readonly<Record<string, string>> = { jpeg: 'jpg' };

async function downloadOne(imageId: string, { size, format }: Rendition, file: DemoFile, work: Work): Promise<DownloadedRendition> {
  const { client, output, signal } = work;
  const { url, width, height, bytes } = await client.images.url(imageId, { size, format, signal });
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`Downloading ${size}.${format} of ${file.filename}: the storage answered ${response.status}.`);
  const content = new Uint8Array(await response.arrayBuffer());
  if (content.length !== bytes) throw new Error(`${size}.${format} of ${file.filename} should have ${bytes} bytes, got ${content.length}.`);
  const path = `${file.name}/${size}.${EXTENSIONS[format] ?? format}`;
  await output.write(path, content);
  return { size, format, width, height, bytes, path };
}
