import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { readonly type: 'minor' }) => void;

// The collector is not reachable otherwise; a flag on the command line is the runtime's to set, not ours.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as CollectGarbage;

/**
 * Gives back the pixels that nothing refers to any more. They lie outside of the heap whose growth makes V8 collect, so
 * a warm function would hold those of its last images for long. Costs about a millisecond.
 */
export function freePixels(): void {
  collectGarbage({ type: 'minor' });
}
