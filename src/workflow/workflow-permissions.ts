import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Permissions } from './state-machine';
import { METRIC_NAMESPACE } from '../contract/environment';
import { allow, ENCRYPT } from '../functions/access';
import { BoundModeration } from '../moderation/bound-moderation';

/** Of a state machine that records and publishes outcomes. */
export function publicationPermissions(scope: Construct, recordOutcome: IFunction, queue: IQueue): Required<Permissions> {
  return {
    functions: [recordOutcome],
    // Events that EventBridge does not accept.
    access: [{ service: 'sqs', actions: ['sqs:SendMessage'], resources: [queue.queueArn], keyActions: ENCRYPT }],
    statements: [allow(['events:PutEvents'], [defaultEventBus(scope)]), countImages()],
  };
}

export interface WorkflowPermissionsProps {
  readonly imageFunctions: readonly IFunction[];
  readonly recordOutcome: IFunction;
  readonly moderations: readonly BoundModeration[];
  readonly queue: IQueue;
}

export function workflowPermissions(scope: Construct, props: WorkflowPermissionsProps): Permissions {
  const { imageFunctions, recordOutcome, moderations, queue } = props;
  const publication = publicationPermissions(scope, recordOutcome, queue);
  return {
    functions: [...imageFunctions, ...publication.functions, ...moderations.flatMap(({ functions }) => functions)],
    access: [...publication.access, ...moderations.flatMap(({ access }) => access)],
    statements: [...moderations.flatMap(({ statements }) => statements), ...publication.statements],
  };
}

function defaultEventBus(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'events', resource: 'event-bus', resourceName: 'default', arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** PutMetricData has no resource-level permissions; the namespace limits it. */
function countImages(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
  });
}
