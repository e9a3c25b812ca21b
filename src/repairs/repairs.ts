import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, Role } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { createRepairDefinition, PARTS_LABEL } from './definition';
import { accept, acceptInlinePolicy } from '../accepted-findings';
import { Env } from '../contract/environment';
import { ImageSettings } from '../contract/image-settings';
import { UPLOADS_PREFIX } from '../contract/object-keys';
import { Access, allow, DECRYPT, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { HandlerFunction } from '../functions/handler-function';
import { Ingestion } from '../ingestion';
import { Platform } from '../platform';
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
      mayDo: 'Permissions of repairs',
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
