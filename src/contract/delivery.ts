import { Shape, TypeOf } from './shape';

/** How clients get at renditions: the construct writes it into `DELIVERY`, and the handler reads it. */
export const DELIVERY = {
  type: 'union',
  by: 'kind',
  of: {
    /** URLs that S3 itself checks. */
    s3: {},
    /** URLs that a distribution checks. */
    cloudfront: {
      /** Host of the URLs. */
      domain: { type: 'string' },
      /** CloudFront's id of each public key that it trusts, by the key's fingerprint. */
      keyPairIds: { type: 'record', of: { type: 'string' } },
    },
  },
} as const satisfies Shape;
export type DeliverySettings = TypeOf<typeof DELIVERY>;
export type CloudFrontDelivery = Extract<DeliverySettings, { kind: 'cloudfront' }>;

/** Query parameter with which S3 sets the download file name. */
export const DISPOSITION_PARAMETER = 'response-content-disposition';
