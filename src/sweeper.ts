import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Env, UnknownUploads } from './contract/environment';
import { UPLOADS_PREFIX } from './contract/object-keys';
import { UNFINISHED_INDEX } from './contract/table';
import { Access, ENCRYPT, listObjects, noteSweeps, TABLE_KEY } from './functions/access';
import { HandlerFunction } from './functions/handler-function';
import { SweepSettings } from './options/processing-options';
import { Platform } from './platform';

export interface SweeperProps {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly table: ITable;
  readonly queue: IQueue;
  /** Ends the images that the sweeper gives up. */
  readonly publication: IStateMachine;
  readonly unknownUploads: UnknownUploads;
  readonly settings: SweepSettings;
}

/**
 * Retries stuck images on a schedule, then marks them as failed. Once a day it checks, some at a time, whether each original has
 * a row. If there is nothing to do, it only reads an empty index and one row.
 */
export class Sweeper extends Construct {
  public readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, private readonly props: SweeperProps) {
    super(scope, id);
    const { every, after } = props.settings;
    this.handler = new HandlerFunction(this, 'Handler', {
      platform: props.platform,
      name: 'sweeper',
      description: 'Retries stuck images, then marks them as failed',
      memorySize: 256,
      timeout: Duration.minutes(1),
      environment: {
        [Env.TABLE_NAME]: props.table.tableName,
        [Env.INPUT_BUCKET]: props.inputBucket.bucketName,
        [Env.UNKNOWN_UPLOADS]: props.unknownUploads,
        [Env.QUEUE_URL]: props.queue.queueUrl,
        [Env.PUBLICATION_STATE_MACHINE_ARN]: props.publication.stateMachineArn,
        [Env.SWEEP_AFTER_SECONDS]: String(after.toSeconds()),
        [Env.SWEEP_EVERY_SECONDS]: String(every.toSeconds()),
      },
      access: this.access(),
    });
    // The next sweep is the retry, for an event that was not delivered and for a sweep that failed.
    this.handler.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Rule(this, 'Schedule', {
      description: 'Starts the sweeper',
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(this.handler.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  private access(): Access[] {
    const { inputBucket, table, queue, publication } = this.props;
    return [
      { service: 'dynamodb', actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${UNFINISHED_INDEX.name}`], keyActions: TABLE_KEY },
      { service: 'dynamodb', actions: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'], resources: [table.tableArn] },
      noteSweeps(table, ['dynamodb:GetItem']),
      // Only names and sizes: it reads no image.
      listObjects(inputBucket, [UPLOADS_PREFIX]),
      { service: 'sqs', actions: ['sqs:SendMessage'], resources: [queue.queueArn], keyActions: ENCRYPT },
      { service: 'states', actions: ['states:StartExecution'], resources: [publication.stateMachineArn] },
    ];
  }
}
