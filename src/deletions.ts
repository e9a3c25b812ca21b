import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { accept } from './accepted-findings';
import { Env } from './contract/environment';
import { ImageStatus } from './contract/statuses';
import { Attribute } from './contract/table';
import { DECRYPT, ENCRYPT } from './functions/access';
import { HandlerFunction } from './functions/handler-function';
import { Platform } from './platform';

export interface DeletionsProps {
  readonly platform: Platform;
  /** With a stream of old images. */
  readonly table: ITable;
  readonly stateMachine: IStateMachine;
}

/** Consumers were told of these: the deletion of any other image is none of their business. */
const TOLD_OF: ImageStatus[] = ['ready', 'rejected', 'failed'];

/** Half of the day that the stream keeps a deletion for: the rest is for whoever looks at the dead letter, which points to it. */
const MAX_AGE = Duration.hours(12);

/**
 * From a row that is gone to an event. It reads the table's stream, and so tells of every deletion, whoever asked for it,
 * and of none that did not take place. Rows of other kinds and changes of rows are filtered before they cost a call.
 */
export class Deletions extends Construct {
  public readonly announcer: HandlerFunction;
  /** Where in the stream those deletions are that could not be told of. */
  public readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { platform, table, stateMachine }: DeletionsProps) {
    super(scope, id);
    this.deadLetterQueue = platform.createDeadLetterQueue(this, 'DeadLetterQueue');
    accept(this.deadLetterQueue, ['AwsSolutions-SQS3'], 'It is a dead-letter queue itself: of the table\'s stream.');
    const stream = { service: 'dynamodb', throughEndpoint: false } as const;
    this.announcer = new HandlerFunction(this, 'Announcer', {
      platform,
      name: 'deletion-announcer',
      description: 'Has the workflow tell of each deleted image',
      memorySize: 256,
      timeout: Duration.seconds(30),
      environment: { [Env.STATE_MACHINE_ARN]: stateMachine.stateMachineArn },
      access: [
        {
          ...stream,
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [table.tableStreamArn!],
          keyActions: DECRYPT,
        },
        // Lambda asks for it before it reads a stream; it names no resource.
        { ...stream, actions: ['dynamodb:ListStreams'], resources: ['*'] },
        // Lambda itself sends what it gave up, in the function's name.
        {
          service: 'sqs', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn], keyActions: ENCRYPT, throughEndpoint: false,
        },
        { service: 'states', actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] },
      ],
    });
    this.announcer.function.addEventSourceMapping('Stream', {
      eventSourceArn: table.tableStreamArn,
      // What was deleted while the mapping was made is told of, too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      reportBatchItemFailures: true,
      // Until they are too old; with only the failed half of a batch, where the function says nothing of each.
      bisectBatchOnError: true,
      maxRecordAge: MAX_AGE,
      // Not the CDK's SqsDlq: it would grant the function more than it needs.
      onFailure: { bind: () => ({ destination: this.deadLetterQueue.queueArn }) },
      filters: [FilterCriteria.filter({
        eventName: FilterRule.isEqual('REMOVE'),
        dynamodb: { OldImage: { [Attribute.STATUS]: { S: FilterRule.or(...TOLD_OF) } } },
      })],
    });
  }
}
