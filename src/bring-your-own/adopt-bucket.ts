import { Annotations } from 'aws-cdk-lib';
import { Bucket, CorsRule, IBucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { cfnResourceOf, Properties, propertiesOf, requireSameEnvironment } from './app-resource';
import { requireSystemKey } from './checks';
import { fail } from '../options/check';
import { Platform } from '../platform';

/** Stable: apps acknowledge the warnings by them. */
const BUCKET_WARNINGS = {
  imported: 'cdk-image-management-system:importedBucket',
  versioned: 'cdk-image-management-system:versionedBucket',
  bucketKey: 'cdk-image-management-system:bucketKey',
} as const;

export interface BucketRequirements {
  readonly subject: 'inputBucket' | 'outputBucket';
  readonly platform: Platform;
  readonly cors?: readonly CorsRule[];
  readonly lifecycleRules: readonly LifecycleRule[];
  /** Whether the bucket must send events to EventBridge. */
  readonly sendsEvents: boolean;
}

/**
 * Checks a supplied bucket and adds what it lacks, without removing anything. An imported bucket can be neither checked nor
 * changed: a warning says what it needs.
 */
export function adoptBucket(scope: IConstruct, bucket: IBucket, requirements: BucketRequirements): void {
  const { subject, platform, cors = [], lifecycleRules, sendsEvents } = requirements;
  requireSameEnvironment(scope, subject, bucket.env);
  requireSystemKey(subject, bucket, platform.encryptionKey);
  const properties = propertiesOf(bucket);
  if (properties !== undefined) {
    requirePrivate(subject, properties);
    warnAboutCosts(scope, subject, properties);
    if (sendsEvents) enableEventBridge(bucket, properties);
  }
  if (bucket instanceof Bucket) {
    cors.forEach((rule) => bucket.addCorsRule(rule));
    lifecycleRules.forEach((rule) => bucket.addLifecycleRule(rule));
  } else {
    warnAboutImport(scope, requirements);
  }
}

/** A bucket without these settings is private: S3 blocks public access for every new bucket. */
function requirePrivate(subject: string, { PublicAccessBlockConfiguration }: Properties): void {
  const settings = Object.entries({ ...(PublicAccessBlockConfiguration as Properties) });
  const open = settings.filter(([, blocked]) => blocked === false).map(([name]) => name);
  if (open.length > 0) fail(subject, 'private', `${open.join(', ')}: false`, 'use BlockPublicAccess.BLOCK_ALL');
}

interface BucketProperties {
  readonly VersioningConfiguration?: { readonly Status?: string };
  readonly BucketEncryption?: { readonly ServerSideEncryptionConfiguration?: readonly { readonly BucketKeyEnabled?: boolean }[] };
}

function warnAboutCosts(scope: IConstruct, subject: string, { VersioningConfiguration, BucketEncryption }: BucketProperties): void {
  if (VersioningConfiguration?.Status === 'Enabled') {
    Annotations.of(scope).addWarningV2(BUCKET_WARNINGS.versioned,
      `${subject} keeps versions: deleted objects stay as old versions until a lifecycle rule with noncurrentVersionExpiration `
      + 'removes them. Add such a rule to the bucket, then acknowledge this.');
  }
  const [encryption] = BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  if (encryption?.BucketKeyEnabled !== true) {
    Annotations.of(scope).addWarningV2(BUCKET_WARNINGS.bucketKey,
      `${subject} has no bucket key: KMS is called, and billed, for every object. Set bucketKeyEnabled: true on the bucket, or acknowledge this.`);
  }
}

/**
 * A custom resource of the CDK writes all notifications of a `Bucket` together, so only the CDK's own method survives it.
 * It would overwrite a configuration in plain CloudFormation, which gets a property override instead.
 */
function enableEventBridge(bucket: IBucket, { NotificationConfiguration }: Properties): void {
  const hasCustomResource = bucket.node.tryFindChild('Notifications') !== undefined;
  if (bucket instanceof Bucket && (NotificationConfiguration === undefined || hasCustomResource)) {
    bucket.enableEventBridgeNotification();
  } else {
    cfnResourceOf(bucket)!.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
  }
}

function warnAboutImport(scope: IConstruct, { subject, sendsEvents, cors = [] }: BucketRequirements): void {
  const needs = [
    ...(sendsEvents ? ['EventBridge notifications (without them no upload is processed)'] : []),
    ...(cors.length > 0 ? ['CORS rules for upload.allowedOrigins'] : []),
    'default encryption with encryptionKey, and the lifecycle rules and policy of docs/bring-your-own.md',
  ];
  Annotations.of(scope).addWarningV2(BUCKET_WARNINGS.imported,
    `${subject} is imported and can be neither checked nor changed here. It needs: ${needs.join('; ')}. Then `
    + `Annotations.of(images).acknowledgeWarning('${BUCKET_WARNINGS.imported}').`);
}
