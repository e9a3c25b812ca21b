import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess, Bucket, BucketEncryption, BucketProps, CfnBucket, CorsRule, HttpMethods, IBucket, LifecycleRule, ObjectOwnership,
  TargetObjectKeyFormat,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { accept, allStandards } from './accepted-findings';
import { adoptBucket } from './bring-your-own/adopt-bucket';
import { claimStore } from './bring-your-own/app-resource';
import { UnknownUploads } from './contract/environment';
import { IMAGES_PREFIX, SUPERSEDED, UPLOADS_PREFIX, WORK_PREFIX } from './contract/object-keys';
import { Platform } from './platform';

export interface StorageProps {
  readonly platform: Platform;
  /** Supplied buckets, and a bucket for the access logs of new ones. */
  readonly supplied: { readonly inputBucket?: IBucket; readonly outputBucket?: IBucket; readonly accessLogBucket?: IBucket };
  readonly allowedOrigins: readonly string[];
  readonly originals: readonly LifecycleRule[];
  readonly renditions: readonly LifecycleRule[];
}

/** Response headers that browsers may read: resumable uploads and support requests need them. */
const EXPOSED_HEADERS = [
  'ETag', 'Content-Length', 'x-amz-request-id', 'x-amz-id-2',
  'x-amz-checksum-sha256', 'x-amz-checksum-crc32', 'x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme', 'x-amz-checksum-sha1',
];

const ABORTED_UPLOADS: LifecycleRule = { id: 'AbortedUploads', abortIncompleteMultipartUploadAfter: Duration.days(1) };
const LEFTOVERS: readonly LifecycleRule[] = [
  { id: 'WorkingFiles', prefix: WORK_PREFIX, expiration: Duration.days(1) },
  // Replaced by reprocessing; URLs and keys that clients still use keep working until then.
  { id: 'Superseded', prefix: IMAGES_PREFIX, tagFilters: { [SUPERSEDED.key]: SUPERSEDED.value }, expiration: Duration.days(7) },
];

/** The input bucket, which clients upload to, and the output bucket for renditions. */
export class Storage extends Construct {
  public readonly inputBucket: IBucket;
  public readonly outputBucket: IBucket;
  public readonly unknownUploads: UnknownUploads;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const { inputBucket, outputBucket } = props.supplied;
    this.inputBucket = inputBucket ? this.adoptInputBucket(inputBucket, props) : this.createInputBucket(props);
    this.outputBucket = outputBucket ? this.adoptOutputBucket(outputBucket, props) : this.createOutputBucket(props);
    this.unknownUploads = inputBucket ? UnknownUploads.KEEP : UnknownUploads.REMOVE;
    claimStore(this, 'inputBucket', this.inputBucket, this.inputBucket.bucketName, inputBucket !== undefined);
    claimStore(this, 'outputBucket', this.outputBucket, this.outputBucket.bucketName, false);
  }

  private createInputBucket(props: StorageProps): IBucket {
    const bucket = new Bucket(this, 'InputBucket', {
      ...this.common(props),
      cors: inputCors(props.allowedOrigins),
      lifecycleRules: [ABORTED_UPLOADS, ...props.originals],
    });
    // The CDK method for this creates a custom resource; CloudFormation has had the property since 2021.
    const resource = bucket.node.defaultChild as CfnBucket;
    resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
    acceptFindings(bucket, props);
    return requireKey(bucket, props.platform);
  }

  private createOutputBucket(props: StorageProps): IBucket {
    const bucket = new Bucket(this, 'OutputBucket', {
      ...this.common(props),
      cors: outputCors(props.allowedOrigins),
      lifecycleRules: [ABORTED_UPLOADS, ...LEFTOVERS, ...props.renditions],
    });
    acceptFindings(bucket, props);
    return requireKey(bucket, props.platform);
  }

  private adoptInputBucket(bucket: IBucket, { platform, allowedOrigins }: StorageProps): IBucket {
    adoptBucket(this, bucket, { subject: 'inputBucket', platform, cors: inputCors(allowedOrigins), lifecycleRules: [], sendsEvents: true });
    return requireKey(bucket, platform, [UPLOADS_PREFIX]);
  }

  private adoptOutputBucket(bucket: IBucket, { platform, allowedOrigins }: StorageProps): IBucket {
    adoptBucket(this, bucket, { subject: 'outputBucket', platform, cors: outputCors(allowedOrigins), lifecycleRules: LEFTOVERS, sendsEvents: false });
    return requireKey(bucket, platform, [IMAGES_PREFIX, WORK_PREFIX]);
  }

  private common({ platform, supplied: { accessLogBucket } }: StorageProps): BucketProps {
    return {
      encryption: BucketEncryption.KMS,
      encryptionKey: platform.encryptionKey,
      // One KMS call for many objects instead of one each.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: platform.removalPolicy,
      ...(accessLogBucket ? {
        serverAccessLogsBucket: accessLogBucket,
        targetObjectKeyFormat: TargetObjectKeyFormat.partitionedPrefix(),
      } : {}),
    };
  }
}

function acceptFindings(bucket: Bucket, { supplied: { accessLogBucket } }: StorageProps): void {
  accept(bucket, allStandards('S3BucketVersioningEnabled'),
    'A deleted image must be gone, and versions would keep it. Objects are never overwritten: keys contain the image id and the hash of its settings.');
  accept(bucket, allStandards('S3BucketReplicationEnabled'),
    'A second region doubles the storage cost and is up to the operator; renditions can be created again from originals.');
  if (accessLogBucket) return;
  accept(bucket, ['AwsSolutions-S1', ...allStandards('S3BucketLoggingEnabled')],
    'Access logs need a bucket that is not encrypted with the key of the system: `accessLogBucket` takes one. CloudTrail data events contain the same information.');
}

/**
 * Denies uploads with other encryption settings; a request may omit them to get the default of the bucket. The prefixes
 * limit this in a supplied bucket, which may contain other objects.
 */
function requireKey(bucket: IBucket, { encryptionKey }: Platform, prefixes: readonly string[] = ['']): IBucket {
  const deny = (sid: string, condition: string, value: string) => bucket.addToResourcePolicy(new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    // Only if the header is present: "not equal", with or without "IfExists", also matches a missing header.
    conditions: { StringNotEquals: { [condition]: value }, Null: { [condition]: 'false' } },
  }));
  deny('DenyOtherEncryption', 's3:x-amz-server-side-encryption', 'aws:kms');
  deny('DenyOtherKeys', 's3:x-amz-server-side-encryption-aws-kms-key-id', encryptionKey.keyArn);
  return bucket;
}

const inputCors = (allowedOrigins: readonly string[]) => cors(allowedOrigins, [HttpMethods.PUT, HttpMethods.POST]);
const outputCors = (allowedOrigins: readonly string[]) => cors(allowedOrigins, [HttpMethods.GET, HttpMethods.HEAD]);

function cors(allowedOrigins: readonly string[], allowedMethods: HttpMethods[]): CorsRule[] | undefined {
  if (allowedOrigins.length === 0) return undefined;
  return [{
    allowedOrigins: [...allowedOrigins],
    allowedMethods,
    allowedHeaders: ['*'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: Duration.hours(1).toSeconds(),
  }];
}
