import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Interruption } from './demo/interruption';
import { startGallery } from './gallery/server';
import { startLocalAws } from './local-aws/local-aws';
import type { LocalAws } from './local-aws/local-aws';
import { localFolder } from './local-aws/settings';

const outputsFile = join(localFolder, 'outputs.json');

/** Keeps the local AWS with the sample stack and the gallery page up until it is interrupted. */
async function main(): Promise<number> {
  const interruption = new Interruption();
  const stops: Array<() => Promise<void>> = [];
  try {
    const gallery = await startGallery();
    stops.push(gallery.stop);
    const localAws = await startLocalAws({ context: { allowedOrigins: gallery.origins.join(',') } });
    stops.push(localAws.stop);
    interruption.signal.throwIfAborted();
    stops.push(await writeOutputs(localAws));
    await gallery.connect({ apiUrl: localAws.outputs.ApiUrl, mailUrl: `${localAws.endpoint}/_ministack/ses/messages` });
    console.log(`\nGallery:  ${gallery.origin}\nAPI:      ${localAws.outputs.ApiUrl}\nOutputs:  ${outputsFile}\n\nCtrl-C stops it all.`);
    await interruption.wait();
    return 0;
  } catch (error) {
    if (interruption.by) return interruption.exitCode;
    console.error(`The local AWS did not start: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** @returns what removes the file again, unless another run has written it since */
async function writeOutputs({ endpoint, outputs }: LocalAws): Promise<() => Promise<void>> {
  const content = `${JSON.stringify({ endpoint, ...outputs }, undefined, 2)}\n`;
  await mkdir(localFolder, { recursive: true });
  // In one step: a process that waits for the file never reads half of it.
  await writeFile(`${outputsFile}.new`, content);
  await rename(`${outputsFile}.new`, outputsFile);
  return async () => {
    const present = await readFile(outputsFile, 'utf8').catch(() => undefined);
    if (present === content) await rm(outputsFile, { force: true });
  };
}

void main().then(code => {
  process.exitCode = code;
});
