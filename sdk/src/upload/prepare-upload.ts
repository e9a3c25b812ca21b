import { stoppable } from '../core/stoppable.js';
import type { UploadOptions } from '../resources/image-options.js';
import type { WireContentType, WireUploadRequest } from '../wire.js';
import { checksumOf } from './checksum.js';
import { unreadable } from './pieces.js';
import { isStream, prepareSource } from './source.js';
import type { PreparedSource, UploadSource } from './source.js';
import type { Transport } from './transport.js';

export interface PreparedUpload {
  readonly source: PreparedSource;
  /** What the API is asked to permit. */
  readonly request: WireUploadRequest;
}

/** All that is to be known of a file before a grant is asked for; the signal ends the reading and hashing too. */
export async function prepareUpload(file: UploadSource, options: UploadOptions, { takesStreams }: Transport): Promise<PreparedUpload> {
  const { signal, checksum, beforeUpload = (same) => same } = options;
  return stoppable(signal, async () => {
    const source = await prepareSource(await beforeUpload(file), options, takesStreams);
    const { body, filename, contentType, size } = source;
    const hash = checksum === false || 'uri' in body || isStream(body) ? undefined : await checksumOf(body);
    // Other types than the API knows are its own to refuse: it names those that it takes.
    return { source, request: { filename, content_type: contentType as WireContentType, size, checksum_sha256: hash } };
  }, unreadable);
}
