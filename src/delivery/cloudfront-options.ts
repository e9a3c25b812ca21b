import { createPublicKey, KeyObject } from 'crypto';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { CfnBucket, IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { canSignUrls, fingerprintOf, SIGNING_KEYS } from '../contract/signing-keys';
import { fail, failUnknown, firstDuplicate, requireKnown, requireMatch, requireWhole } from '../options/check';

/**
 * Options of the CloudFront distribution that delivers renditions.
 */
export interface CloudFrontDeliveryOptions {
  /**
   * Public keys that verify the signatures, in PEM: EC P-256 (short URLs, fast) or 2048-bit RSA. One key, or two while
   * you rotate them.
   *
   * The private key of one of them must be in the output bucket as `delivery/signing-key.pem` before the API can return
   * a URL.
   */
  readonly publicKeys: string[];

  /**
   * Custom domains of the distribution; URLs use the first one. You create their DNS records outside of this construct.
   * Requires `certificate`.
   *
   * @default - the distribution's own domain under cloudfront.net
   */
  readonly domainNames?: string[];

  /**
   * Certificate for `domainNames`, in us-east-1 as CloudFront requires. Viewers then need TLS 1.2; under its own domain
   * CloudFront always accepts older versions.
   *
   * @default - CloudFront's own certificate, without `domainNames`
   */
  readonly certificate?: ICertificate;

  /**
   * How long edge caches keep a rendition before they ask S3 for it again, 1 hour to 365 days.
   *
   * A rendition never changes under its URL, so a longer time is never stale. A deleted rendition is inaccessible once
   * the last URL issued for it has expired; its bytes may stay in the caches for up to this time.
   *
   * @default Duration.days(30)
   */
  readonly cacheFor?: Duration;

  /**
   * Edge locations to deliver from.
   *
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: PriceClass;

  /**
   * ARN of an AWS WAF web ACL that inspects every request: a global one, in us-east-1.
   *
   * @default - no firewall
   */
  readonly webAclArn?: string;

  /**
   * Bucket for CloudFront's access logs, which contain the signed URLs. CloudFront writes them with an ACL, so the bucket
   * needs `objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED` or `OBJECT_WRITER`, and SSE-S3 encryption.
   *
   * @default - no access logs
   */
  readonly logBucket?: IBucket;
}

export interface TrustedKey {
  readonly fingerprint: string;
  /** SPKI, in the canonical form that CloudFront expects. */
  readonly pem: string;
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
const HOURS_PER_YEAR = 365 * 24;

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
  if (domainNames.length > 0 && !certificate) throw new Error(`domainNames ${OF} requires certificate: CloudFront serves a domain with a certificate for it`);
  if (certificate && domainNames.length === 0) throw new Error(`certificate ${OF} requires domainNames: CloudFront serves a domain with a certificate for it`);
  for (const domain of domainNames) {
    if (!Token.isUnresolved(domain)) requireMatch(`domainNames ${OF}`, domain, HOST, 'host names in lower case, without a scheme, a path or a wildcard');
  }
  const region = certificate && regionOf(certificate);
  if (region !== undefined && !Token.isUnresolved(region) && region !== 'us-east-1') {
    fail(`certificate ${OF}`, 'in us-east-1', region, 'CloudFront only accepts certificates from there');
  }
}

/** Unknown if imported by a token: the CDK then reports the region of the importing stack. */
function regionOf({ certificateArn, node, env }: ICertificate): string | undefined {
  if (!Token.isUnresolved(certificateArn)) return certificateArn.split(':')[3];
  return node.defaultChild === undefined ? undefined : env.region;
}

function checkedCaching(cacheFor = Duration.days(30)): Duration {
  if (cacheFor.isUnresolved()) failUnknown(`cacheFor ${OF}`, 'write the duration itself');
  requireWhole(`cacheFor ${OF} (in hours)`, cacheFor.toMilliseconds() / 3_600_000, { min: 1, max: HOURS_PER_YEAR });
  return cacheFor;
}

/** Only for a bucket of the same app: the ownership of an imported one is unknown. */
function checkLogBucket(bucket: IBucket): void {
  const resource = bucket.node.defaultChild;
  if (!CfnBucket.isCfnBucket(resource)) return;
  const controls = Stack.of(bucket).resolve(resource.ownershipControls) as Partial<CfnBucket.OwnershipControlsProperty> | undefined;
  const [rule] = (controls?.rules ?? []) as CfnBucket.OwnershipControlsRuleProperty[];
  const ownership = rule?.objectOwnership;
  if (ownership === undefined || ownership === ObjectOwnership.BUCKET_OWNER_ENFORCED) {
    fail(`logBucket ${OF}`, 'a bucket with ACLs enabled', 'ObjectOwnership.BUCKET_OWNER_ENFORCED', 'use ObjectOwnership.BUCKET_OWNER_PREFERRED: CloudFront writes its logs with an ACL');
  }
}

/** The current key, and the next or previous one during a rotation. */
const MAX_KEYS = 2;
const FIX = 'make a pair with: openssl ecparam -name prime256v1 -genkey -noout -out signing-key.pem; '
  + 'openssl ec -in signing-key.pem -pubout -out signing-key.pub.pem';

/** No error message repeats the value: it may be a private key. */
export function toTrustedKeys(publicKeys: readonly string[]): TrustedKey[] {
  if (publicKeys.length < 1 || publicKeys.length > MAX_KEYS) {
    fail('publicKeys of Delivery.cloudFront()', 'one key, or two during a rotation', `${publicKeys.length} keys`);
  }
  const keys = publicKeys.map((pem, index) => toTrustedKey(`publicKeys[${index}] of Delivery.cloudFront()`, pem));
  if (firstDuplicate(keys.map(({ fingerprint }) => fingerprint)) !== undefined) {
    fail('publicKeys of Delivery.cloudFront()', 'different keys', 'the same key twice');
  }
  return keys;
}

function toTrustedKey(subject: string, pem: string): TrustedKey {
  requireKnown(subject, pem, 'read it from a file');
  // Node would accept it and use the public half, and the private half would stay in the app's source.
  if (/PRIVATE KEY/.test(pem)) fail(subject, 'a public key', 'a private key', 'keep it out of the app: only the signing function reads it, from S3');
  const key = parse(subject, pem);
  if (!canSignUrls(key)) fail(subject, `a key that CloudFront supports (${SIGNING_KEYS})`, describe(key), FIX);
  return { fingerprint: fingerprintOf(key), pem: key.export({ type: 'spki', format: 'pem' }).toString() };
}

function parse(subject: string, pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    return fail(subject, 'a public key in PEM (-----BEGIN PUBLIC KEY-----)', `${pem.length} characters that are not one`, FIX);
  }
}

function describe({ asymmetricKeyType, asymmetricKeyDetails: { modulusLength, namedCurve } = {} }: KeyObject): string {
  const size = modulusLength === undefined ? namedCurve : `${modulusLength} bits`;
  return size === undefined ? `${asymmetricKeyType}` : `${asymmetricKeyType} with ${size}`;
}
