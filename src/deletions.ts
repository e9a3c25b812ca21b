import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
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
  readonly outputBucket: IBucket;
  /** Publishes events. */
  readonly publication: IStateMachine;
}

/** Consumers know images of these statuses. The deletion of any other image publishes no event. */
const STATUSES_WITH_DELETION_EVENT: ImageStatus[] = ['ready', 'rejected', 'failed'];

/** Half of the day for which the stream keeps a record: the other half is for the operator, because a dead letter only points into the stream. */
const MAX_AGE = Duration.hours(12);

/**
 * From a removed row to an event. The function reads the table's stream, so it announces every deletion that took place,
 * whatever caused it, and no other. Other changes and rows of other kinds are filtered out before they cost a call.
 */
export class Deletions extends Construct {
  public readonly announcer: HandlerFunction;
  /** Positions in the stream of deletions that could not be announced. */
  public readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { platform, table, outputBucket, publication }: DeletionsProps) {
    super(scope, id);
    this.deadLetterQueue = platform.createDeadLetterQueue(this, 'DeadLetterQueue');
    accept(this.deadLetterQueue, ['AwsSolutions-SQS3'], 'It is itself the dead-letter queue of the table\'s stream.');
    const stream = { service: 'dynamodb', throughEndpoint: false } as const;
    this.announcer = new HandlerFunction(this, 'Announcer', {
      platform,
      name: 'deletion-announcer',
      description: 'Publishes an event for each deleted image',
      memorySize: 256,
      timeout: Duration.seconds(30),
      environment: { [Env.PUBLICATION_STATE_MACHINE_ARN]: publication.stateMachineArn, [Env.OUTPUT_BUCKET]: outputBucket.bucketName },
      access: [
        {
          ...stream,
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [table.tableStreamArn!],
          keyActions: DECRYPT,
        },
        // Lambda needs it before it reads a stream; it has no resource-level permissions.
        { ...stream, actions: ['dynamodb:ListStreams'], resources: ['*'] },
        // Lambda sends the records that it gave up, with the function's role.
        {
          service: 'sqs', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn], keyActions: ENCRYPT, throughEndpoint: false,
        },
        { service: 'states', actions: ['states:StartExecution'], resources: [publication.stateMachineArn] },
      ],
    });
    this.announcer.function.addEventSourceMapping('Stream', {
      eventSourceArn: table.tableStreamArn,
      // Includes what was deleted while the mapping was created.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      reportBatchItemFailures: true,
      // Records are retried until they are too old. If the function itself fails, the batch is split in halves.
      bisectBatchOnError: true,
      maxRecordAge: MAX_AGE,
      // Not the CDK's SqsDlq, which gives the function more permissions than it needs.
      onFailure: { bind: () => ({ destination: this.deadLetterQueue.queueArn }) },
      filters: [FilterCriteria.filter({
        eventName: FilterRule.isEqual('REMOVE'),
        dynamodb: { OldImage: { [Attribute.STATUS]: { S: FilterRule.or(...STATUSES_WITH_DELETION_EVENT) } } },
      })],
    });
  }
}
