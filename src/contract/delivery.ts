/** How clients download renditions, set by the construct and read by the handler. */
export type DeliverySettings = S3Delivery | CloudFrontDelivery;

/** Presigned S3 URLs. */
export interface S3Delivery {
  readonly kind: 's3';
}

/** Signed URLs of a CloudFront distribution. */
export interface CloudFrontDelivery {
  readonly kind: 'cloudfront';
  /** Host name in the URLs. */
  readonly domain: string;
  /** CloudFront id of each trusted public key, by fingerprint. */
  readonly keyPairIds: Readonly<Record<string, string>>;
}

/** Query parameter with which S3 sets the download file name. */
export const DISPOSITION_PARAMETER = 'response-content-disposition';
