import { Backend, waitFor } from './awaited';
import { Recorder } from './recorder';
import { merged, Recording, readRecordings, writeRecordings } from './recordings';
import { SCENARIO } from './scenario';
import { newVariables } from './user';
import { loadClient } from '../end-to-end/client';
import { startLocalAws } from '../local-aws/local-aws';

/**
 * Records what the client sends, against the local AWS. What the previous release sent stays as it was, and steps that are new are
 * added to it; `--all`, a part of a release, records everything anew.
 */
async function main(args: readonly string[]): Promise<void> {
  const before = args.includes('--all') ? [] : readRecordings();
  const localAws = await startLocalAws();
  try {
    const now = await record({ baseUrl: localAws.outputs.ApiUrl, endpoint: localAws.endpoint });
    const recordings = merged(before, now);
    writeRecordings(recordings);
    console.log(`${recordings.length} steps, ${recordings.length - before.length} of them new, in test/baseline/contract.json.`);
  } finally {
    await localAws.stop();
  }
}

async function record(backend: Backend): Promise<Recording[]> {
  const variables = newVariables();
  const recorder = new Recorder(backend.baseUrl, variables);
  Object.assign(globalThis, { XMLHttpRequest: recorder.xmlHttpRequest() });
  const { ImageManagementClient: Client } = await loadClient();
  const client = new Client({ baseUrl: backend.baseUrl, fetch: recorder.fetch, retry: 0 });
  const recordings: Recording[] = [];
  for (const { run, ...step } of SCENARIO) {
    if (step.awaits) await waitFor(step.awaits, backend, variables);
    await run({ client, variables }).then(undefined, () => undefined);
    recordings.push({ ...step, exchanges: recorder.take() });
  }
  return recordings;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`Nothing was recorded: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
