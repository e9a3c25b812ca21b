import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { readonly type: 'minor' | 'major' }) => void;

/** Of ECMAScript 2024. */
interface Transferable extends ArrayBuffer {
  transfer(length: number): ArrayBuffer;
}

// The collector is not reachable otherwise; a flag on the command line is the runtime's to set, not ours.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as CollectGarbage;

/**
 * Calls from one whole collection to the next, about thirty images. What outlived one of the young generation keeps memory
 * outside of the heap until a whole one, which V8 makes by itself only when its heap has trebled. By then glibc has taken more
 * memory than it ever gives back: 29 % more over a soak (docs/faults.md). It takes less than 10 ms.
 */
const CALLS_BETWEEN_WHOLE = 100;
let calls = 0;

/**
 * Gives memory back: of buffers that nobody reads any more, and of what nothing refers to. Pixels lie outside of the
 * heap whose growth makes V8 collect, so a warm function would hold those of its last images for long. Costs about a
 * millisecond.
 *
 * @param buffers are empty afterwards; a part of a larger piece of memory is left alone
 */
export function freePixels(...buffers: readonly Buffer[]): void {
  for (const { buffer, byteLength } of new Set(buffers)) {
    if (buffer.byteLength === byteLength) (buffer as Transferable).transfer(0);
  }
  collectGarbage({ type: ++calls % CALLS_BETWEEN_WHOLE === 0 ? 'major' : 'minor' });
}
