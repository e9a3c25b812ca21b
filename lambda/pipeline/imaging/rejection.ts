import { MissingObjectError } from './objects';
import { RejectionReason } from '../../../src/contract/statuses';
import { MissingOriginal, Rejection } from '../../../src/contract/workflow';

/** Carries a verdict out of the depth of the pipeline; a handler answers with it as data and never lets it out. */
export class RejectedFile extends Error {
  readonly name = 'RejectedFile';
  constructor(readonly reason: RejectionReason) {
    super(`the file is refused: ${reason}`);
  }
}

/**
 * Runs a step that does nothing but read a user's file with sharp, and turns what decoders say of bad files into a
 * rejection. Whatever is not known to be the file's fault stays an error: it is tried again, and then an alarm.
 */
export async function readingFile<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error.message) : undefined;
    throw reason ? new RejectedFile(reason) : error;
  }
}

/** Names that libvips puts before what its decoders report; `source` is the file in memory that they seek in. */
const DECODERS = /(^|\n)\s*(Vips)?(jpeg|png|webp|gif|nsgif|tiff?|heif|avif|spng|exif|icc|source)\w*: /i;

function reasonOf(message: string): RejectionReason | undefined {
  if (/exceeds pixel limit/.test(message)) return 'too-many-pixels';
  // Channels of a TIFF that stand for no colours.
  if (/no known route/.test(message)) return 'unsupported-type';
  if (/out of memory|could not allocate/i.test(message)) return undefined;
  const known = /^Input buffer (has corrupt header|contains unsupported)|^Input Buffer is empty|exceeds channel limit|due to failOn setting/;
  return known.test(message) || DECODERS.test(message) ? 'corrupt-image' : undefined;
}

/** The verdict that an error stands for: the file is refused, or was deleted. Any other error is thrown on. */
export function verdictOf(error: unknown): Rejection | MissingOriginal {
  if (error instanceof RejectedFile) return { outcome: 'rejected', reason: error.reason };
  if (error instanceof MissingObjectError) return { outcome: 'missing' };
  throw error;
}
