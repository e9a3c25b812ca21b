import { Annotations } from 'aws-cdk-lib';
import { Bucket, CorsRule, IBucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { cfnResourceOf, Properties, propertiesOf, requireSameEnvironment } from './app-resource';
import { requireKeyOfSystem } from './own-key';
import { fail } from '../options/check';
import { Platform } from '../platform';

/** Stable: apps acknowledge the warnings by them. */
const BUCKET_WARNINGS = {
  imported: 'cdk-image-management-system:importedBucket',
  versioned: 'cdk-image-management-system:versionedBucket',
  bucketKey: 'cdk-image-management-system:bucketKey',
} as const;

export interface BucketTerms {
  readonly subject: 'inputBucket' | 'outputBucket';
  readonly platform: Platform;
  readonly cors?: readonly CorsRule[];
  readonly lifecycleRules: readonly LifecycleRule[];
  /** Whether its new objects are to be reported to EventBridge. */
  readonly reports: boolean;
}

/**
 * Checks a bucket that was brought along, and adds what can be added without taking anything away. An imported one cannot
 * be looked into, and nothing of it is touched: a warning says what it must have.
 */
export function adoptBucket(scope: IConstruct, bucket: IBucket, terms: BucketTerms): void {
  const { subject, platform, cors = [], lifecycleRules, reports } = terms;
  requireSameEnvironment(scope, subject, bucket.env);
  requireKeyOfSystem(subject, bucket, platform.encryptionKey);
  const properties = propertiesOf(bucket);
  if (properties !== undefined) {
    requirePrivate(subject, properties);
    warnOfCosts(scope, subject, properties);
    if (reports) switchEventBridgeOn(bucket, properties);
  }
  if (bucket instanceof Bucket) {
    cors.forEach((rule) => bucket.addCorsRule(rule));
    lifecycleRules.forEach((rule) => bucket.addLifecycleRule(rule));
  } else {
    warnOfImport(scope, terms);
  }
}

/** What says nothing of public access is private: S3 blocks it for every new bucket. */
function requirePrivate(subject: string, { PublicAccessBlockConfiguration }: Properties): void {
  const switches = Object.entries({ ...(PublicAccessBlockConfiguration as Properties) });
  const open = switches.filter(([, blocked]) => blocked === false).map(([name]) => name);
  if (open.length > 0) fail(subject, 'closed to the public', `${open.join(', ')}: false`, 'use BlockPublicAccess.BLOCK_ALL');
}

interface BucketProperties {
  readonly VersioningConfiguration?: { readonly Status?: string };
  readonly BucketEncryption?: { readonly ServerSideEncryptionConfiguration?: readonly { readonly BucketKeyEnabled?: boolean }[] };
}

function warnOfCosts(scope: IConstruct, subject: string, { VersioningConfiguration, BucketEncryption }: BucketProperties): void {
  if (VersioningConfiguration?.Status === 'Enabled') {
    Annotations.of(scope).addWarningV2(BUCKET_WARNINGS.versioned,
      `${subject} keeps versions: what is deleted or erased stays as an old version until a lifecycle rule with noncurrentVersionExpiration `
      + 'removes it. Give the bucket such a rule, then acknowledge this.');
  }
  const [encryption] = BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  if (encryption?.BucketKeyEnabled !== true) {
    Annotations.of(scope).addWarningV2(BUCKET_WARNINGS.bucketKey,
      `${subject} has no bucket key: KMS is called, and billed, for each object. Set bucketKeyEnabled: true on the bucket, or acknowledge this.`);
  }
}

/**
 * The CDK writes the notifications of its `Bucket` as a whole, by a custom resource, so its own switch is the only one
 * that survives them. A configuration in plain CloudFormation would be overwritten by that, and takes the switch itself.
 */
function switchEventBridgeOn(bucket: IBucket, { NotificationConfiguration }: Properties): void {
  const hasCustomResource = bucket.node.tryFindChild('Notifications') !== undefined;
  if (bucket instanceof Bucket && (NotificationConfiguration === undefined || hasCustomResource)) {
    bucket.enableEventBridgeNotification();
  } else {
    cfnResourceOf(bucket)!.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
  }
}

function warnOfImport(scope: IConstruct, { subject, reports, cors = [] }: BucketTerms): void {
  const needs = [
    ...(reports ? ['EventBridge notifications switched on (without them no upload is ever processed)'] : []),
    ...(cors.length > 0 ? ['CORS rules for upload.allowedOrigins'] : []),
    'default encryption with encryptionKey, and the lifecycle rules and policy of docs/bring-your-own.md',
  ];
  Annotations.of(scope).addWarningV2(BUCKET_WARNINGS.imported,
    `${subject} is imported: it cannot be checked, and nothing of it is changed. Its owner has to see to: ${needs.join('; ')}. Then `
    + `Annotations.of(images).acknowledgeWarning('${BUCKET_WARNINGS.imported}').`);
}
