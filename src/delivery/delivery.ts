import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BoundDelivery, DeliveryContext } from './bound-delivery';
import { CloudFrontDeliveryOptions, CloudFrontSettings, toCloudFrontSettings } from './cloudfront-options';
import { ImageDistribution } from './image-distribution';
import { IMAGES_PREFIX, SIGNING_KEY } from '../contract/object-keys';
import { Access, DECRYPT } from '../functions/access';

/**
 * How clients get at the renditions. Either way the API answers a URL that opens one picture until it expires, and
 * clients notice no difference.
 */
export abstract class Delivery {
  /**
   * URLs of S3, presigned: no fixed cost, nothing to set up, nothing between the client and the bucket's region.
   */
  public static s3(): Delivery {
    return new S3();
  }

  /**
   * Signed URLs of a CloudFront distribution: pictures come from a cache near the viewer, under a domain of one's own
   * where one is given. The distribution alone reads the bucket, and it answers no URL without a valid signature.
   *
   * The private key that signs is no part of the stack: it is put into the bucket once, as docs/delivery.md describes.
   *
   * @param options the public keys, and what else the distribution should have
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
