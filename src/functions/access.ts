import { Aws } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { QUOTA_PREFIX, SWEEP_PREFIX } from '../contract/table';

export type Service = 's3' | 'dynamodb' | 'sqs' | 'states';

/**
 * A permission of a function for one service. It becomes a statement in the function's role and one in the policy of the
 * VPC endpoint, so the two cannot differ.
 */
export interface Access {
  readonly service: Service;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
  /** What the service does with the system's key on behalf of the caller. */
  readonly keyActions?: readonly KeyAction[];
  /**
   * `false` if the call comes from outside the VPC: from a client with a presigned URL, or from Lambda polling a queue.
   *
   * @default true
   */
  readonly throughEndpoint?: boolean;
}

export type KeyAction = 'kms:Decrypt' | 'kms:GenerateDataKey' | 'kms:Encrypt' | 'kms:DescribeKey';

/** Reading an object, a message or a row. */
export const DECRYPT: readonly KeyAction[] = ['kms:Decrypt'];

/** Writing an object or a message: creates a data key, or decrypts a reused one. */
export const ENCRYPT: readonly KeyAction[] = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** DynamoDB checks the caller's key permissions on reads and writes. */
export const TABLE_KEY: readonly KeyAction[] = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

/** Lists objects under some prefixes of a bucket. */
export function listObjects(bucket: IBucket, prefixes: readonly string[]): Access {
  return {
    service: 's3',
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
  };
}

/**
 * Lets S3 answer "not found" for a missing object: without permission to list the bucket it answers "access denied". A
 * condition on the prefix would have the same effect, because a read has none; keys contain only ids.
 */
export function allowNotFound(bucket: IBucket): Access {
  return { service: 's3', actions: ['s3:ListBucket'], resources: [bucket.bucketArn] };
}

/** Deletes all objects of an image: original, renditions and working files. */
export function deleteObjects(inputBucket: IBucket, outputBucket: IBucket): Access {
  return {
    service: 's3',
    actions: ['s3:DeleteObject'],
    resources: [
      inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`),
      outputBucket.arnForObjects(`${IMAGES_PREFIX}*`),
      outputBucket.arnForObjects(`${WORK_PREFIX}*`),
    ],
  };
}

/** Counts a user's grants: only in the partitions of counters, not of images. */
export function countGrants(table: ITable, actions: string[]): Access {
  return inPartitions(table, QUOTA_PREFIX, actions);
}

/** Stores the sweeper's position: only in its own partitions. */
export function noteSweeps(table: ITable, actions: string[]): Access {
  return inPartitions(table, SWEEP_PREFIX, actions);
}

function inPartitions(table: ITable, prefix: string, actions: string[]): Access {
  return {
    service: 'dynamodb',
    actions,
    resources: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } },
    keyActions: TABLE_KEY,
  };
}

export function allow(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions, resources });
}

export function accessStatements(accesses: readonly Access[], key: IKey): PolicyStatement[] {
  return [
    ...accesses.map(({ actions, resources, conditions }) => new PolicyStatement({ effect: Effect.ALLOW, actions, resources, conditions })),
    ...keyStatements(accesses, key),
  ];
}

/** One statement per service: only the service may use the key, the function cannot call KMS directly. */
function keyStatements(accesses: readonly Access[], key: IKey): PolicyStatement[] {
  const byService = new Map<Service, Set<KeyAction>>();
  for (const { service, keyActions = [] } of accesses) {
    const actions = byService.get(service) ?? new Set();
    keyActions.forEach((action) => actions.add(action));
    byService.set(service, actions);
  }
  return [...byService].filter(([, actions]) => actions.size > 0).map(([service, actions]) => new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions].sort(),
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
  }));
}
