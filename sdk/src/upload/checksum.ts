// The platform hashes only what is in memory at once: above this an upload goes without.
const LARGEST_HASHED = 64 * 1024 * 1024;

/**
 * SHA-256, base64: the storage then refuses bytes that were damaged on the way. `undefined` where the platform
 * cannot hash: pages without HTTPS, React Native, very large files.
 */
export async function checksumOf(body: Blob | Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const subtle = (globalThis as { crypto?: Crypto }).crypto?.subtle;
  if (!subtle) return undefined;
  if ((body instanceof Blob ? body.size : body.byteLength) > LARGEST_HASHED) return undefined;
  const hash = await subtle.digest('SHA-256', body instanceof Blob ? await body.arrayBuffer() : body);
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
