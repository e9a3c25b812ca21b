import { stoppable } from '../core/stoppable.js';
import { nodeModule } from '../node-platform.js';
import type { UploadOptions } from '../resources/image-options.js';
import type { Schemas } from '../wire.js';
import { pieces, unreadable } from './pieces.js';
import { isStream, prepareSource } from './source.js';
import type { PreparedSource, UploadSource } from './source.js';
import type { Transport } from './transport.js';

export interface PreparedUpload {
  readonly source: PreparedSource;
  /** Body of the request for an upload grant. */
  readonly request: Schemas['UploadRequest'];
}

/** Collects what the grant request needs: name, type, size and checksum. The signal also stops reading and hashing. */
export async function prepareUpload(file: UploadSource, options: UploadOptions, { takesStreams }: Transport): Promise<PreparedUpload> {
  const { signal, checksum, beforeUpload = (same) => same } = options;
  return stoppable(signal, async () => {
    const source = await prepareSource(await beforeUpload(file), options, takesStreams);
    const { body, filename, contentType, size } = source;
    const hash = checksum === false || 'uri' in body || isStream(body) ? undefined : await checksumOf(body);
    // The API rejects other types itself, and its error lists the types that it accepts.
    const type = contentType as Schemas['UploadRequest']['content_type'];
    return { source, request: { filename, content_type: type, size, checksum_sha256: hash } };
  }, unreadable);
}

// Outside Node the platform can hash only what is in memory: larger files are uploaded without a checksum.
const LARGEST_HASHED_IN_MEMORY = 64 * 1024 * 1024;

/**
 * Base64 SHA-256, by which the storage detects bytes that were damaged on the way. `undefined` if the platform cannot
 * hash: a page without HTTPS, React Native, or a file above 64 MiB in a browser.
 */
async function checksumOf(body: Blob | Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const crypto = nodeModule<typeof import('node:crypto')>('node:crypto');
  if (crypto) {
    const hash = crypto.createHash('sha256');
    for await (const piece of pieces(body)) hash.update(piece);
    return hash.digest('base64');
  }
  const subtle = (globalThis as { crypto?: Crypto }).crypto?.subtle;
  if (!subtle || (body instanceof Blob ? body.size : body.byteLength) > LARGEST_HASHED_IN_MEMORY) return undefined;
  const digest = await subtle.digest('SHA-256', body instanceof Blob ? await body.arrayBuffer() : body);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
