import { Annotations, Aws, Duration, Names } from 'aws-cdk-lib';
import {
  AllowedMethods, CachedMethods, CachePolicy, CacheQueryStringBehavior, CfnPublicKey, Distribution, HttpVersion, IKeyGroup, KeyGroup,
  ResponseHeadersPolicy, S3OriginAccessControl, SecurityPolicyProtocol, ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DeliveryContext } from './bound-delivery';
import { CloudFrontSettings } from './cloudfront-options';
import { TrustedKey } from './public-keys';
import { accept } from '../accepted-findings';
import { DISPOSITION_PARAMETER } from '../contract/delivery';
import { IMAGES_PREFIX } from '../contract/object-keys';

export interface ImageDistributionProps extends DeliveryContext {
  readonly settings: CloudFrontSettings;
}

const READER = new ServicePrincipal('cloudfront.amazonaws.com');
/** Stable: apps acknowledge the warning by it. */
const POLICY_WARNING = 'cdk-image-management-system:deliveryBucketPolicy';

/** What S3 tells of its encryption; the ARN of the key holds the account's number. */
const INTERNAL_HEADERS = [
  'x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-server-side-encryption-bucket-key-enabled',
];

/** A distribution that reads the renditions, and nothing else, for those who bring a signed URL. */
export class ImageDistribution extends Construct {
  public readonly distribution: Distribution;
  /** Host of the URLs. */
  public readonly domain: string;
  /** CloudFront's id of each key, by fingerprint. */
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
    this.letIn(props);
  }

  /** CloudFront changes no key under an id, so the construct's id tells which key it is. */
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
        // The CDK's origin with access control would open the whole bucket, and the key with a warning.
        origin: S3BucketOrigin.withBucketDefaults(outputBucket, { originAccessControlId: accessControl.originAccessControlId }),
        trustedKeyGroups: [keyGroup],
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachedMethods: CachedMethods.CACHE_GET_HEAD,
        // Pictures are compressed already.
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
   * The time that pictures stay is the minimum, too: they say `private`, which is meant for caches of others, and
   * CloudFront would keep nothing that says so for longer than the minimum. It lets nobody have them without a signature of
   * his own. Signatures are no part of a picture's name in the cache, so all viewers share one copy; the name that a
   * browser saves it under is, and it is one for each rendition.
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
      // Added at the edge: S3's own would be cached with the origin of the page that came first.
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

  private letIn({ outputBucket, platform }: ImageDistributionProps): void {
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
        'The bucket of renditions was imported, so its policy cannot be extended here: let the distribution read it there, as docs/delivery.md '
        + 'says, or every picture is answered 403.');
    }
    // The key cannot name the distribution, which names the bucket, which names the key. What the distributions of the
    // account reach with it, the policy of the bucket says.
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
    'Who may see a picture is decided by user, not by country: no URL opens one without a signature. A firewall (`webAclArn`) can ask for both.');
  if (!webAclArn) {
    accept(distribution, ['AwsSolutions-CFR2'],
      'A firewall has a price and rules that only the team knows: `webAclArn` of `Delivery.cloudFront()` takes one.');
  }
  if (!logBucket) {
    accept(distribution, ['AwsSolutions-CFR3'],
      'Access logs hold URLs with their signatures, which open a picture until they expire: `logBucket` names a bucket that few may read.');
  }
  if (!certificate) {
    accept(distribution, ['AwsSolutions-CFR4'],
      'CloudFront accepts older versions of TLS under its own domain, and lets nobody change that: viewers of `domainNames` with a `certificate` need TLS 1.2.');
  }
}

/** CloudFront's names are one for all regions of an account, and a stack may be deployed to several. */
function globalName(scope: Construct, part: string): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 30 })}-${part}-${Aws.REGION}`;
}
