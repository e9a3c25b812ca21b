import { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CloudFrontDeliveryOptions, CloudFrontSettings, toCloudFrontSettings } from './cloudfront-options';
import { ImageDistribution } from './image-distribution';
import { DeliverySettings } from '../contract/delivery';
import { IMAGES_PREFIX, SIGNING_KEY } from '../contract/object-keys';
import { Access, DECRYPT } from '../functions/access';
import { Platform } from '../platform';

/** What a delivery is bound to. */
export interface DeliveryContext {
  readonly platform: Platform;
  readonly outputBucket: IBucket;
  /** Web origins whose pages may read renditions. */
  readonly allowedOrigins: readonly string[];
}

/** How the API signs rendition URLs. */
export interface BoundDelivery {
  readonly settings: DeliverySettings;
  /** What the signing function may read in the output bucket: the renditions themselves, or its signing key. */
  readonly access: Access;
  readonly distribution?: IDistribution;
}

/**
 * How clients download renditions. In either case the API returns a URL that gives access to one rendition until it
 * expires.
 */
export abstract class Delivery {
  /**
   * Presigned S3 URLs: no fixed cost and no setup. Clients download from the region of the bucket.
   */
  public static s3(): Delivery {
    return new S3();
  }

  /**
   * Signed URLs of a CloudFront distribution: renditions come from a cache near the viewer, optionally under a custom
   * domain. Only the distribution reads the bucket, and it rejects every URL without a valid signature.
   *
   * The private signing key is not part of the stack: you put it into the bucket once, as docs/delivery.md describes.
   *
   * @param options public keys and settings of the distribution
   */
  public static cloudFront(options: CloudFrontDeliveryOptions): Delivery {
    return new CloudFront(toCloudFrontSettings(options));
  }

  protected constructor() {}

  /**
   * @internal
   */
  public abstract _bind(scope: Construct, context: DeliveryContext): BoundDelivery;
}

class S3 extends Delivery {
  constructor() {
    super();
  }

  public _bind(_scope: Construct, { outputBucket }: DeliveryContext): BoundDelivery {
    // The function signs; clients download.
    return { settings: { kind: 's3' }, access: { ...read(outputBucket, `${IMAGES_PREFIX}*`), throughEndpoint: false } };
  }
}

class CloudFront extends Delivery {
  constructor(private readonly settings: CloudFrontSettings) {
    super();
  }

  public _bind(scope: Construct, context: DeliveryContext): BoundDelivery {
    const { distribution, domain, keyPairIds } = new ImageDistribution(scope, 'Delivery', { ...context, settings: this.settings });
    return { settings: { kind: 'cloudfront', domain, keyPairIds }, access: read(context.outputBucket, SIGNING_KEY), distribution };
  }
}

function read(bucket: IBucket, keys: string): Access {
  return { service: 's3', actions: ['s3:GetObject'], resources: [bucket.arnForObjects(keys)], keyActions: DECRYPT };
}
