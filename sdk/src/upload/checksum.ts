import { nodeModule } from './node-module.js';
import { pieces } from './pieces.js';

// Outside Node the platform hashes only what is in memory at once: above this an upload goes without.
const LARGEST_DIGESTED = 64 * 1024 * 1024;

/**
 * SHA-256, base64: the storage then refuses bytes that were damaged on the way. Node reads a piece at a time, whatever
 * the size; browsers hold the file in memory meanwhile. `undefined` where the platform cannot hash: pages without
 * HTTPS, React Native, in browsers files above 64 MiB.
 */
export async function checksumOf(body: Blob | Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const crypto = nodeModule<typeof import('node:crypto')>('node:crypto');
  if (crypto) {
    const hash = crypto.createHash('sha256');
    for await (const piece of pieces(body)) hash.update(piece);
    return hash.digest('base64');
  }
  const subtle = (globalThis as { crypto?: Crypto }).crypto?.subtle;
  if (!subtle || (body instanceof Blob ? body.size : body.byteLength) > LARGEST_DIGESTED) return undefined;
  const digest = await subtle.digest('SHA-256', body instanceof Blob ? await body.arrayBuffer() : body);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
