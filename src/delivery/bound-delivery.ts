import { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { DeliverySettings } from '../contract/delivery';
import { Access } from '../functions/access';
import { Platform } from '../platform';

/** What a way of delivery is built on. */
export interface DeliveryContext {
  readonly platform: Platform;
  readonly outputBucket: IBucket;
  /** Web origins whose pages may read the pictures. */
  readonly allowedOrigins: readonly string[];
}

/** How the function that hands out URLs signs them. */
export interface BoundDelivery {
  readonly settings: DeliverySettings;
  /** What the function may read in the bucket of renditions: what its signatures open, or the key that it signs with. */
  readonly access: Access;
  readonly distribution?: IDistribution;
}
