import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Permissions } from './state-machine';
import { METRIC_NAMESPACE } from '../contract/environment';
import { IMAGES_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { allow, deleteObjects, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { BoundModeration } from '../moderation/bound-moderation';

export interface WorkflowPermissionsProps {
  readonly functions: readonly IFunction[];
  readonly moderations: readonly BoundModeration[];
  readonly table: ITable;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly queue: IQueue;
}

export function workflowPermissions(scope: Construct, props: WorkflowPermissionsProps): Permissions {
  const { functions, moderations, table, inputBucket, outputBucket, queue } = props;
  return {
    functions: [...functions, ...moderations.flatMap((moderation) => moderation.functions)],
    access: [
      { service: 'dynamodb', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
      deleteObjects(inputBucket, outputBucket),
      // Renditions that others took the place of are copied onto themselves, with a tag.
      {
        service: 's3',
        actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
        resources: [outputBucket.arnForObjects(`${IMAGES_PREFIX}*`)],
        keyActions: ENCRYPT,
      },
      listObjects(outputBucket, [IMAGES_PREFIX, WORK_PREFIX]),
      // Events that EventBridge does not take.
      { service: 'sqs', actions: ['sqs:SendMessage'], resources: [queue.queueArn], keyActions: ENCRYPT },
      ...moderations.flatMap((moderation) => moderation.access),
    ],
    statements: [
      ...moderations.flatMap(({ statements }) => statements),
      allow(['events:PutEvents'], [defaultEventBus(scope)]),
      countImages(),
    ],
  };
}

function defaultEventBus(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'events', resource: 'event-bus', resourceName: 'default', arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** CloudWatch names no resource for metrics; the namespace is the limit. */
function countImages(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
  });
}
