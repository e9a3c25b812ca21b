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
