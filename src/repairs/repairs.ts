import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, Role } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Choice, Condition, DistributedMap, Fail, IChainable, JsonPath, Pass, StateMachine, StateMachineType, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { accept, acceptInlinePolicy } from '../accepted-findings';
import { Env } from '../contract/environment';
import { ImageSettings } from '../contract/image-settings';
import { UPLOADS_PREFIX } from '../contract/object-keys';
import { RepairTask } from '../contract/repairs';
import { Access, allow, DECRYPT, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';
import { Ingestion } from '../ingestion';
import { Platform } from '../platform';
import { FUNCTION_FAILED, LAMBDA_BUSY } from '../workflow/retries';
import { createStateMachine } from '../workflow/state-machine';

export interface RepairsProps {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly table: ITable;
  readonly ingestion: Ingestion;
  readonly images: ImageSettings;
}

/** Enough for more than ten million images at 20 per second. Another execution continues. */
const TIMEOUT = Duration.days(7);

/** Requeues failed images, images with outdated settings, and dead letters. */
export class Repairs extends Construct {
  public readonly repair: HandlerFunction;
  public readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, private readonly props: RepairsProps) {
    super(scope, id);
    this.repair = this.createFunction();
    const { stateMachine, role } = createStateMachine(this, {
      platform: props.platform,
      comment: 'Repairs images part by part; the output is a report',
      definition: createRepairDefinition(this, this.repair),
      // Always standard: it may take days.
      type: StateMachineType.STANDARD,
      timeout: TIMEOUT,
      roleDescription: 'Permissions of repairs',
      permissions: { functions: [this.repair.function] },
    });
    this.stateMachine = stateMachine;
    this.allowParts(role);
  }

  private createFunction(): HandlerFunction {
    const { platform, inputBucket, table, ingestion: { queue, deadLetterQueue, eventDeadLetterQueue }, images } = this.props;
    return new HandlerFunction(this, 'Repair', {
      platform,
      name: 'repair',
      description: 'Finds images to repair and requeues them, a bounded part per call',
      memorySize: 512,
      timeout: Duration.seconds(60),
      environment: {
        [Env.TABLE_NAME]: table.tableName,
        [Env.INPUT_BUCKET]: inputBucket.bucketName,
        [Env.QUEUE_URL]: queue.queueUrl,
        [Env.DEAD_LETTER_QUEUE_URL]: deadLetterQueue.queueUrl,
        [Env.EVENT_DEAD_LETTER_QUEUE_URL]: eventDeadLetterQueue.queueUrl,
        [Env.IMAGE_SETTINGS]: JSON.stringify(images),
      },
      access: this.access(),
    });
  }

  private access(): Access[] {
    const { inputBucket, table, ingestion: { queue, deadLetterQueue, eventDeadLetterQueue } } = this.props;
    return [
      {
        service: 'dynamodb',
        actions: ['dynamodb:DescribeTable', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
        resources: [table.tableArn],
        keyActions: TABLE_KEY,
      },
      // Only names and sizes: it does not read images.
      listObjects(inputBucket, [UPLOADS_PREFIX]),
      { service: 'sqs', actions: ['sqs:GetQueueAttributes', 'sqs:SendMessage'], resources: [queue.queueArn], keyActions: ENCRYPT },
      {
        service: 'sqs',
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [deadLetterQueue.queueArn, eventDeadLetterQueue.queueArn],
        keyActions: DECRYPT,
      },
    ];
  }

  /** Each part is an execution that the state machine starts. A separate policy avoids a circular dependency with the role. */
  private allowParts(role: Role): void {
    const { stateMachineArn, stateMachineName } = this.stateMachine;
    const ofParts = Stack.of(this).formatArn({
      service: 'states', resource: 'execution', resourceName: `${stateMachineName}/${PARTS_LABEL}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = new Policy(this, 'Parts', {
      roles: [role],
      statements: [
        allow(['states:StartExecution'], [stateMachineArn]),
        allow(['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'], [ofParts]),
      ],
    });
    // The CDK's own policy is not in the template, because the role is immutable, but rule packs check its wildcards.
    this.stateMachine.node.tryRemoveChild('DistributedMapPolicy');
    acceptInlinePolicy(policy);
    accept(policy, ['AwsSolutions-IAM5'],
      'The executions for the parts of a repair are named at runtime; all belong to this one state machine.',
      [{ regex: `/^Resource::.*\\/${PARTS_LABEL}:\\*$/` }]);
  }
}

/** Parts in parallel. With the batch size of each, this limits the rate of a repair (`lambda/upkeep/repair/parts.ts`). */
const PARALLEL_PARTS = 4;

/** Part of the execution names of the parts. */
export const PARTS_LABEL = 'Parts';

/**
 * Repairs images. The input is a `RepairInput`, the output a `RepairReport`. It plans parts, processes a few in parallel
 * and sums up their results. Each part is a separate execution: the history of one could not hold a large table.
 */
export function createRepairDefinition(scope: Construct, repair: HandlerFunction): IChainable {
  const parts = new DistributedMap(scope, 'EachPart', {
    label: PARTS_LABEL,
    itemsPath: '$.plan.parts',
    maxConcurrency: PARALLEL_PARTS,
    mapExecutionType: StateMachineType.STANDARD,
    resultPath: '$.parts',
  });
  parts.itemProcessor(createPart(scope, repair));
  const checkParts = new Choice(scope, 'HasFailedParts')
    .when(Condition.numberGreaterThan('$.failed_parts', 0), new Fail(scope, 'PartsFailed', {
      error: 'PartsFailed', causePath: JsonPath.jsonToString(JsonPath.objectAt('$')),
    }))
    .otherwise(new Succeed(scope, 'Repaired'));
  return createTask(scope, 'Plan', repair, 'plan', { input: JsonPath.entirePayload }, '$.plan')
    .next(parts)
    .next(createTask(scope, 'Report', repair, 'report', { parts: JsonPath.objectAt('$.parts') }))
    .next(checkParts);
}

/** Repeated calls with pauses between them. A failed part does not stop the others. */
function createPart(scope: Construct, repair: HandlerFunction): IChainable {
  const work = createTask(scope, 'Work', repair, 'work', { part: JsonPath.entirePayload });
  const rest = new Wait(scope, 'Rest', { time: WaitTime.secondsPath('$.wait_seconds') });
  rest.next(work);
  work.addCatch(new Pass(scope, 'PartFailed'), { resultPath: '$.error' });
  return work.next(new Choice(scope, 'IsDone').when(Condition.booleanEquals('$.done', true), new Pass(scope, 'PartDone')).otherwise(rest));
}

function createTask(
  scope: Construct, id: string, repair: HandlerFunction, task: RepairTask, payload: Record<string, unknown>, resultPath?: string,
): LambdaInvoke {
  const retries = [LAMBDA_BUSY, FUNCTION_FAILED];
  return createFunctionTask(scope, id, { function: repair.function, payload: { task, ...payload }, resultPath, retries });
}
