import { Backend, signUpAndIn } from './client';
import { contactSheet } from './contact-sheet';
import { createDisplay } from './display';
import { inParallel } from './in-parallel';
import { OutputFolder } from './output-folder';
import { processFile } from './process-file';
import type { DemoFile, Result } from './results';

/** Keeps two cores busy; each worker of the emulator takes about 100 MB. */
const PARALLEL_UPLOADS = 3;

/** Processes the files in a backend and writes the contact sheet. */
export async function runDemo(backend: Backend, files: readonly DemoFile[], output: OutputFolder, signal: AbortSignal): Promise<Result[]> {
  const client = await signUpAndIn(backend, signal);
  console.log(`Signed up and in. Uploading ${files.length} ${files.length === 1 ? 'file' : 'files'}:`);
  const display = createDisplay(files);
  const failed = new AbortController();
  const work = { client, output, signal: AbortSignal.any([signal, failed.signal]) };
  try {
    const results = await inParallel(files, PARALLEL_UPLOADS, async file => processFile(file, display.add(file), work));
    await output.write('index.html', contactSheet(results));
    return results;
  } finally {
    // Uploads that still run after a failure end before the backend stops.
    failed.abort();
    display.stop();
  }
}
