import { ImageManagementError, isImageManagementError } from '../errors.js';

/** A web stream, a Node `Readable`, or anything else that can be iterated for bytes. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

const PIECE = 64 * 1024;

/**
 * The bytes of a body, a piece at a time: memory holds one piece, however large the body is. A piece of a Blob is there
 * until the next one is asked for.
 *
 * @throws ImageManagementError `unreadable-file` where the file or stream breaks
 */
export async function* pieces(body: Blob | Uint8Array | ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (ArrayBuffer.isView(body)) {
      for (let start = 0; start < body.byteLength; start += PIECE) yield body.subarray(start, start + PIECE);
    } else if (body instanceof Blob) {
      for await (const piece of pieces(body.stream())) {
        yield piece;
        // Given back at once: a busy machine's garbage collector would be a hundred megabytes behind.
        (piece.buffer as { transfer?(length: number): unknown }).transfer?.(0);
      }
    } else if (Symbol.asyncIterator in body) {
      yield* body;
    } else {
      yield* readAll(body);
    }
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** A TypeError is a mistake in the program, and stays what it is. */
export function unreadable(cause: unknown): unknown {
  if (isImageManagementError(cause) || cause instanceof TypeError) return cause;
  return new ImageManagementError('The file cannot be read, or changed while it was read.', { code: 'unreadable-file', retryable: false, cause });
}

/** For browsers whose streams cannot be iterated. */
async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
