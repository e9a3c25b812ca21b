import { Duration, Stack, Token } from 'aws-cdk-lib';
import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { CfnBucket, IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { toTrustedKeys, TrustedKey } from './public-keys';
import { fail, failUnknown, requireMatch, requireWhole } from '../options/check';

/**
 * Options of the distribution that delivers renditions.
 */
export interface CloudFrontDeliveryOptions {
  /**
   * Public keys that signatures are checked with, in PEM: EC P-256 (short URLs, fast), or RSA with 2048 bits. One, or two
   * while a new key replaces an old one.
   *
   * The private key of one of them has to be in the bucket of renditions, as `delivery/signing-key.pem`, before the API
   * can hand out a URL.
   */
  readonly publicKeys: string[];

  /**
   * Domains of one's own that lead to the distribution; URLs name the first. Their DNS records are made outside of this
   * construct. They need a `certificate`.
   *
   * @default - the distribution's own domain under cloudfront.net
   */
  readonly domainNames?: string[];

  /**
   * Certificate for `domainNames`, from the region us-east-1, where CloudFront looks for it. Viewers need TLS 1.2 then;
   * CloudFront accepts older versions under its own domain, and that cannot be changed.
   *
   * @default - CloudFront's own certificate, where there are no `domainNames`
   */
  readonly certificate?: ICertificate;

  /**
   * How long the caches at the edge keep a picture before they ask S3 whether it is still there, 1 hour to 365 days.
   *
   * A picture never changes under its URL, so a longer time is never stale. A deleted picture is out of reach as soon as the
   * last URL that was handed out for it has expired; its bytes may rest in the caches for as long as this.
   *
   * @default Duration.days(30)
   */
  readonly cacheFor?: Duration;

  /**
   * Parts of the world that pictures are delivered from.
   *
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: PriceClass;

  /**
   * ARN of an AWS WAF web ACL that looks at every request first: a global one, of us-east-1.
   *
   * @default - no firewall
   */
  readonly webAclArn?: string;

  /**
   * Bucket for CloudFront's access logs, which hold the URLs with their signatures. CloudFront writes them as a bucket ACL
   * allows, so the bucket needs `objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED` or `OBJECT_WRITER`, and
   * encryption by S3's own key.
   *
   * @default - no access logs
   */
  readonly logBucket?: IBucket;
}

/** The options with their defaults, checked. */
export interface CloudFrontSettings {
  readonly keys: readonly TrustedKey[];
  readonly domainNames: readonly string[];
  readonly certificate?: ICertificate;
  readonly cacheFor: Duration;
  readonly priceClass: PriceClass;
  readonly webAclArn?: string;
  readonly logBucket?: IBucket;
}

const OF = 'of Delivery.cloudFront()';
const GLOBAL_WEB_ACL = /^arn:[\w-]+:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/;
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const HOURS_OF_A_YEAR = 365 * 24;

export function toCloudFrontSettings(options: CloudFrontDeliveryOptions): CloudFrontSettings {
  const { publicKeys, domainNames = [], certificate, priceClass = PriceClass.PRICE_CLASS_ALL, webAclArn, logBucket } = options;
  checkDomains(domainNames, certificate);
  if (webAclArn !== undefined && !Token.isUnresolved(webAclArn)) {
    requireMatch(`webAclArn ${OF}`, webAclArn, GLOBAL_WEB_ACL, 'the ARN of a global web ACL (arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>)');
  }
  if (logBucket) checkLogBucket(logBucket);
  const [keys, cacheFor] = [toTrustedKeys(publicKeys), checkedCaching(options.cacheFor)];
  return { keys, domainNames, certificate, cacheFor, priceClass, webAclArn, logBucket };
}

function checkDomains(domainNames: readonly string[], certificate: ICertificate | undefined): void {
  if (domainNames.length > 0 !== (certificate !== undefined)) {
    const [given, missing] = certificate ? ['certificate', 'domainNames'] : ['domainNames', 'certificate'];
    fail(`${given} ${OF}`, `given together with ${missing}`, 'it alone', 'CloudFront serves a domain under a certificate that names it');
  }
  for (const domain of domainNames) {
    if (!Token.isUnresolved(domain)) requireMatch(`domainNames ${OF}`, domain, HOST, 'host names in lower case, without a scheme, a path or a wildcard');
  }
  const region = certificate && regionOf(certificate);
  if (region !== undefined && !Token.isUnresolved(region) && region !== 'us-east-1') {
    fail(`certificate ${OF}`, 'one of the region us-east-1', `one of ${region}`, 'CloudFront takes its certificates from there alone');
  }
}

/** Of one that is imported by a token nothing is known: the CDK tells the region of the stack that imports it. */
function regionOf({ certificateArn, node, env }: ICertificate): string | undefined {
  if (!Token.isUnresolved(certificateArn)) return certificateArn.split(':')[3];
  return node.defaultChild === undefined ? undefined : env.region;
}

function checkedCaching(cacheFor = Duration.days(30)): Duration {
  if (cacheFor.isUnresolved()) failUnknown(`cacheFor ${OF}`, 'write the duration itself');
  requireWhole(`cacheFor ${OF} (in hours)`, cacheFor.toMilliseconds() / 3_600_000, { min: 1, max: HOURS_OF_A_YEAR });
  return cacheFor;
}

/** Of a bucket of the same app; what an imported one allows is not known. */
function checkLogBucket(bucket: IBucket): void {
  const resource = bucket.node.defaultChild;
  if (!CfnBucket.isCfnBucket(resource)) return;
  const controls = Stack.of(bucket).resolve(resource.ownershipControls) as Partial<CfnBucket.OwnershipControlsProperty> | undefined;
  const [rule] = (controls?.rules ?? []) as CfnBucket.OwnershipControlsRuleProperty[];
  const ownership = rule?.objectOwnership;
  if (ownership === undefined || ownership === ObjectOwnership.BUCKET_OWNER_ENFORCED) {
    fail(`logBucket ${OF}`, 'a bucket that takes ACLs', 'ObjectOwnership.BUCKET_OWNER_ENFORCED', 'give it ObjectOwnership.BUCKET_OWNER_PREFERRED: CloudFront writes its logs by an ACL');
  }
}
