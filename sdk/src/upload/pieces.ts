import { ImageManagementError, isImageManagementError } from '../errors.js';

/** A web stream, a Node `Readable`, or any other async iterable of bytes. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

const PIECE_SIZE = 64 * 1024;

/**
 * Reads a body piece by piece, so that memory holds one piece of any body. A piece of a Blob is valid until the next
 * one is requested.
 *
 * @throws ImageManagementError `unreadable-file` if the file or stream fails
 */
export async function* pieces(body: Blob | Uint8Array | ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (ArrayBuffer.isView(body)) {
      for (let start = 0; start < body.byteLength; start += PIECE_SIZE) yield body.subarray(start, start + PIECE_SIZE);
    } else if (body instanceof Blob) {
      for await (const piece of pieces(body.stream())) {
        yield piece;
        // Frees the memory now: the garbage collector of a busy process would be a hundred megabytes behind.
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

/** Keeps a TypeError as it is: it is a mistake in the program. */
export function unreadable(cause: unknown): unknown {
  if (isImageManagementError(cause) || cause instanceof TypeError) return cause;
  return new ImageManagementError('The file cannot be read, or it changed while it was read.', { code: 'unreadable-file', retryable: false, cause });
}

/** For browsers in which streams are not iterable. */
async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
