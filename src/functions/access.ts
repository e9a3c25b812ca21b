import { Aws } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { QUOTA_PREFIX, SWEEP_PREFIX } from '../contract/table';

export type Service = 's3' | 'dynamodb' | 'sqs' | 'states';

/**
 * What a function may do with one service. It becomes a statement of the function's role and one of the endpoint
 * that its calls go through, so that neither can miss the other.
 */
export interface Access {
  readonly service: Service;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
  /** What the service does with the system's key on the caller's behalf. */
  readonly keyActions?: readonly KeyAction[];
  /**
   * `false` where the call comes from outside the VPC: a client with a URL that the function signed, or the service
   * that polls a queue for it.
   *
   * @default true
   */
  readonly throughEndpoint?: boolean;
}

export type KeyAction = 'kms:Decrypt' | 'kms:GenerateDataKey' | 'kms:Encrypt' | 'kms:DescribeKey';

/** Reading an object, a message or a row. */
export const DECRYPT: readonly KeyAction[] = ['kms:Decrypt'];

/** Writing an object or a message: a data key is made, and with bucket keys or a queue's key reuse one is read again. */
export const ENCRYPT: readonly KeyAction[] = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** DynamoDB checks its caller's right to the key at reads and writes alike. */
export const TABLE_KEY: readonly KeyAction[] = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

/** Listing what is under some prefixes of a bucket. */
export function listObjects(bucket: IBucket, prefixes: readonly string[]): Access {
  return {
    service: 's3',
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
  };
}

/**
 * Learning that an object does not exist: S3 answers "access denied" to those who may not list the bucket. A condition on
 * the prefix would take that away again, since a read has none; keys hold ids alone.
 */
export function noticeAbsence(bucket: IBucket): Access {
  return { service: 's3', actions: ['s3:ListBucket'], resources: [bucket.bucketArn] };
}

/** Deleting whatever there is of an image: original, renditions and working files. */
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

/** Counting a user's grants: in the partitions of counts alone, not in those of images. */
export function countGrants(table: ITable, actions: string[]): Access {
  return inPartitions(table, QUOTA_PREFIX, actions);
}

/** Noting how far the sweeper is: in its own partitions alone. */
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

/** One statement a service: the key may be used through it alone, never by a call of the function's own. */
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
