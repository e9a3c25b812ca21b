import { createHash, KeyObject } from 'node:crypto';

/** How clients get at renditions: what the construct decided, as the handler reads it. */
export type DeliverySettings = S3Delivery | CloudFrontDelivery;

/** URLs that S3 itself checks. */
export interface S3Delivery {
  readonly kind: 's3';
}

/** URLs that a distribution checks. */
export interface CloudFrontDelivery {
  readonly kind: 'cloudfront';
  /** Host of the URLs. */
  readonly domain: string;
  /** CloudFront's id of each public key that it trusts, by the key's fingerprint. */
  readonly keyPairIds: Readonly<Record<string, string>>;
}

/** Query parameter of a URL by which S3 names the file that a browser saves. */
export const DISPOSITION_PARAMETER = 'response-content-disposition';

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
