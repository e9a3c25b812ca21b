import './start';
import { leaksIn } from './leaks';
import { allLogLines } from './log-lines';

/** Looks through the logs of the whole run, whichever tests it had, and ends the local AWS. */
export default async function stop(): Promise<void> {
  if (!globalThis.localAws) return;
  try {
    const leaks = leaksIn(await allLogLines());
    if (leaks.length > 0) throw new Error(`The logs of this run should hold no secret, and hold ${leaks.join(', ')}.`);
  } finally {
    await globalThis.localAws.stop();
  }
}
