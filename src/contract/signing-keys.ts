// Separate from delivery.ts: files that public declarations import must compile in apps without Node's types.
import { createHash, KeyObject } from 'node:crypto';

/** Key types that CloudFront supports for signed URLs. */
export const SIGNING_KEYS = 'EC P-256 or RSA with 2048 bits';

export function canSignUrls({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1')
    || (asymmetricKeyType === 'rsa' && asymmetricKeyDetails?.modulusLength === 2048);
}

/** 16 hex digits that identify a public key. They map a private key to its CloudFront id. */
export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);
}
