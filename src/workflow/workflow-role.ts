import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../contract/environment';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { acceptOwnPolicy, acceptWildcards } from '../functions/accepted-permissions';
import { Access, accessStatements, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { BoundModeration } from '../moderation/bound-moderation';
import { Platform } from '../platform';

export interface WorkflowRoleProps {
  readonly platform: Platform;
  readonly functions: readonly IFunction[];
  readonly moderations: readonly BoundModeration[];
  readonly table: ITable;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly queue: IQueue;
}

/** The workflow's role, complete: the CDK's tasks would add qualified function ARNs and whole-table wildcards. */
export function createWorkflowRole(scope: Construct, id: string, props: WorkflowRoleProps): Role {
  const { platform, moderations, table, inputBucket, outputBucket, queue } = props;
  const functions = [...props.functions, ...moderations.flatMap((moderation) => moderation.functions)];
  const access: Access[] = [
    { service: 'dynamodb', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
    {
      service: 's3',
      actions: ['s3:DeleteObject'],
      resources: [
        inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`),
        outputBucket.arnForObjects(`${IMAGES_PREFIX}*`),
        outputBucket.arnForObjects(`${WORK_PREFIX}*`),
      ],
    },
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
  ];
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
    description: 'What the workflow may do',
    inlinePolicies: {
      Workflow: new PolicyDocument({
        statements: [
          allow(['lambda:InvokeFunction'], functions.map(({ functionArn }) => functionArn)),
          ...accessStatements(access, platform.encryptionKey),
          ...moderations.flatMap(({ statements }) => statements),
          allow(['events:PutEvents'], [defaultEventBus(scope)]),
          countImages(),
          deliverLogs(),
          sendTraces(),
        ],
      }),
    },
  });
  acceptOwnPolicy(role);
  acceptWildcards(role, access);
  return role;
}

export function allow(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions, resources });
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

/** Step Functions sets the delivery of its logs up with these; CloudWatch Logs names no resource for them. */
export function deliverLogs(): PolicyStatement {
  return allow([
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ], ['*']);
}

/** X-Ray knows no resources. */
export function sendTraces(): PolicyStatement {
  return allow(['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']);
}
