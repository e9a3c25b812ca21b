import { Annotations, Aws, Duration, Names } from 'aws-cdk-lib';
import {
  AllowedMethods, CachedMethods, CachePolicy, CacheQueryStringBehavior, CfnPublicKey, Distribution, HttpVersion, IKeyGroup, KeyGroup,
  ResponseHeadersPolicy, S3OriginAccessControl, SecurityPolicyProtocol, ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CloudFrontSettings, TrustedKey } from './cloudfront-options';
import { accept } from '../accepted-findings';
import { DISPOSITION_PARAMETER } from '../contract/delivery';
import { IMAGES_PREFIX } from '../contract/object-keys';
import { Platform } from '../platform';

export interface ImageDistributionProps {
  readonly platform: Platform;
  readonly outputBucket: IBucket;
  /** Web origins whose pages may read renditions. */
  readonly allowedOrigins: readonly string[];
  readonly settings: CloudFrontSettings;
}

const READER = new ServicePrincipal('cloudfront.amazonaws.com');
/** Stable: apps acknowledge the warning by it. */
const POLICY_WARNING = 'cdk-image-management-system:deliveryBucketPolicy';

/** S3's encryption headers; the key's ARN contains the account id. */
const INTERNAL_HEADERS = [
  'x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-server-side-encryption-bucket-key-enabled',
];

/** A distribution that serves renditions, and nothing else, to requests with a signed URL. */
export class ImageDistribution extends Construct {
  public readonly distribution: Distribution;
  /** Host name in the URLs. */
  public readonly domain: string;
  /** CloudFront key id by fingerprint. */
  public readonly keyPairIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ImageDistributionProps) {
    super(scope, id);
    const { domainNames, keys } = props.settings;
    const publicKeys = keys.map((key) => this.createPublicKey(key));
    this.keyPairIds = Object.fromEntries(keys.map(({ fingerprint }, index) => [fingerprint, publicKeys[index].ref]));
    const keyGroup = new KeyGroup(this, 'Keys', { keyGroupName: globalName(this, 'Keys'), items: publicKeys });
    this.distribution = this.createDistribution(props, keyGroup);
    acceptFindings(this.distribution, props.settings);
    this.domain = domainNames[0] ?? this.distribution.distributionDomainName;
    this.grantDistributionRead(props);
  }

  /** CloudFront cannot change the key of an existing id, so each key has its own construct id. */
  private createPublicKey({ fingerprint, pem }: TrustedKey): CfnPublicKey {
    const id = `PublicKey${fingerprint}`;
    const name = globalName(this, id);
    return new CfnPublicKey(this, id, { publicKeyConfig: { name, callerReference: name, encodedKey: pem } });
  }

  private createDistribution({ outputBucket, settings, allowedOrigins }: ImageDistributionProps, keyGroup: IKeyGroup): Distribution {
    const { domainNames, certificate, priceClass, webAclArn, logBucket, cacheFor } = settings;
    const accessControl = new S3OriginAccessControl(this, 'OriginAccess', { originAccessControlName: globalName(this, 'OriginAccess') });
    return new Distribution(this, 'Distribution', {
      comment: `Renditions of ${this.node.path}`,
      defaultBehavior: {
        // The CDK's origin with access control would allow access to the whole bucket, and to the key with a warning.
        origin: S3BucketOrigin.withBucketDefaults(outputBucket, { originAccessControlId: accessControl.originAccessControlId }),
        trustedKeyGroups: [keyGroup],
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachedMethods: CachedMethods.CACHE_GET_HEAD,
        // Images are already compressed.
        compress: false,
        cachePolicy: this.createCachePolicy(cacheFor),
        responseHeadersPolicy: this.createHeadersPolicy(allowedOrigins),
      },
      domainNames: domainNames.length > 0 ? [...domainNames] : undefined,
      certificate,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass,
      webAclId: webAclArn,
      logBucket,
    });
  }

  /**
   * The minimum TTL equals the default: renditions are `Cache-Control: private`, which CloudFront caches only for the
   * minimum TTL. That is safe because every request needs a valid signature. Signatures are not part of the cache key, so
   * all viewers share one copy; the download file name is, and each rendition has only one.
   */
  private createCachePolicy(cacheFor: Duration): CachePolicy {
    return new CachePolicy(this, 'Caching', {
      cachePolicyName: globalName(this, 'Caching'),
      minTtl: cacheFor,
      defaultTtl: cacheFor,
      maxTtl: cacheFor,
      queryStringBehavior: CacheQueryStringBehavior.allowList(DISPOSITION_PARAMETER),
    });
  }

  private createHeadersPolicy(allowedOrigins: readonly string[]): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: globalName(this, 'Headers'),
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'", override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
      removeHeaders: INTERNAL_HEADERS,
      // Set at the edge: S3's CORS headers would be cached with the origin of the first request.
      corsBehavior: allowedOrigins.length === 0 ? undefined : {
        accessControlAllowOrigins: [...allowedOrigins],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: ['*'],
        accessControlExposeHeaders: ['Content-Length', 'ETag'],
        accessControlAllowCredentials: false,
        accessControlMaxAge: Duration.hours(1),
        originOverride: true,
      },
    });
  }

  private grantDistributionRead({ outputBucket, platform }: ImageDistributionProps): void {
    const { statementAdded } = outputBucket.addToResourcePolicy(new PolicyStatement({
      sid: 'ReadByDistribution',
      effect: Effect.ALLOW,
      principals: [READER],
      actions: ['s3:GetObject'],
      resources: [outputBucket.arnForObjects(`${IMAGES_PREFIX}*`)],
      conditions: { StringEquals: { 'aws:SourceArn': this.distribution.distributionArn } },
    }));
    if (!statementAdded) {
      Annotations.of(this).addWarningV2(POLICY_WARNING,
        'outputBucket is imported, so its policy cannot be changed here: allow the distribution to read it as docs/delivery.md describes, '
        + 'or every download is answered with 403.');
    }
    // Naming the distribution would be a circular dependency (distribution, bucket, key). The bucket policy limits what
    // the account's distributions can read with the key.
    platform.encryptionKey.addToResourcePolicy(new PolicyStatement({
      sid: 'DecryptForDistributions',
      effect: Effect.ALLOW,
      principals: [READER],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/*` } },
    }));
  }
}

function acceptFindings(distribution: Distribution, { certificate, webAclArn, logBucket }: CloudFrontSettings): void {
  accept(distribution, ['AwsSolutions-CFR1'],
    'Access is decided per user, not per country: every URL needs a signature. A firewall (`webAclArn`) can restrict both.');
  if (!webAclArn) {
    accept(distribution, ['AwsSolutions-CFR2'],
      'A firewall costs money and needs rules that only your team knows: `webAclArn` of `Delivery.cloudFront()` takes one.');
  }
  if (!logBucket) {
    accept(distribution, ['AwsSolutions-CFR3'],
      'Access logs contain signed URLs, which give access until they expire: `logBucket` takes a bucket that few people may read.');
  }
  if (!certificate) {
    accept(distribution, ['AwsSolutions-CFR4'],
      'CloudFront always accepts older TLS versions under its own domain; `domainNames` with a `certificate` require TLS 1.2.');
  }
}

/** CloudFront names are unique across all regions of an account, and a stack may be deployed to several. */
function globalName(scope: Construct, part: string): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 30 })}-${part}-${Aws.REGION}`;
}
