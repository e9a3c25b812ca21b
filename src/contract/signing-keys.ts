// Apart from delivery.ts: what the public declarations lead to has to compile in apps without the types of Node.
import { createHash, KeyObject } from 'node:crypto';

/** All that CloudFront takes for signed URLs. */
export const SIGNING_KEYS = 'EC P-256 or RSA with 2048 bits';

export function canSignUrls({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1')
    || (asymmetricKeyType === 'rsa' && asymmetricKeyDetails?.modulusLength === 2048);
}

/** 16 hex digits that tell a few public keys apart. By them a private key finds its id at CloudFront. */
export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);
}
