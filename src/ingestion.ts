import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { accept } from './accepted-findings';
import { Env, UnknownUploads } from './contract/environment';
import { UPLOADS_PREFIX } from './contract/object-keys';
import { DECRYPT, ENCRYPT, TABLE_KEY } from './functions/access';
import { HandlerFunction } from './functions/handler-function';
import { requireVisibility, visibilityFor } from './functions/queue-visibility';
import { IngestionSettings } from './options/ingestion-options';
import { Platform } from './platform';

export interface IngestionProps {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly table: ITable;
  readonly stateMachine: IStateMachine;
  readonly settings: IngestionSettings;
  readonly unknownUploads: UnknownUploads;
}

const ORCHESTRATOR_TIMEOUT = Duration.seconds(30);
const MAX_RECEIVES = 5;
/** An undelivered event is tried again for this long, then it goes to the dead-letter queue. */
const MAX_EVENT_AGE = Duration.hours(6);

/** From an object in the input bucket to a started workflow. */
export class Ingestion extends Construct {
  public readonly eventDeadLetterQueue: Queue;
  public readonly eventHandler: HandlerFunction;
  public readonly deadLetterQueue: Queue;
  public readonly queue: Queue;
  public readonly orchestrator: HandlerFunction;

  constructor(scope: Construct, id: string, props: IngestionProps) {
    super(scope, id);
    const { platform } = props;
    this.deadLetterQueue = platform.createDeadLetterQueue(this, 'DeadLetterQueue');
    this.queue = platform.createQueue(this, 'Queue', {
      visibilityTimeout: visibilityFor(ORCHESTRATOR_TIMEOUT),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVES },
    });
    this.eventDeadLetterQueue = platform.createDeadLetterQueue(this, 'EventDeadLetterQueue');
    accept(this.eventDeadLetterQueue, ['AwsSolutions-SQS3'], 'It is a dead-letter queue itself: of the rule and of the function that it starts.');
    this.eventHandler = this.createEventHandler(props);
    this.createRule(props);
    this.orchestrator = this.createOrchestrator(props);
    requireVisibility(this.queue, this.orchestrator.function);
  }

  private createEventHandler({ platform }: IngestionProps): HandlerFunction {
    const handler = new HandlerFunction(this, 'S3EventHandler', {
      platform,
      name: 's3-event-handler',
      description: 'Puts each uploaded original into the queue',
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: { [Env.QUEUE_URL]: this.queue.queueUrl },
      access: [
        { service: 'sqs', actions: ['sqs:SendMessage'], resources: [this.queue.queueArn], keyActions: ENCRYPT },
        // Lambda itself sends what the function failed at, in the function's name.
        {
          service: 'sqs',
          actions: ['sqs:SendMessage'],
          resources: [this.eventDeadLetterQueue.queueArn],
          keyActions: ENCRYPT,
          throughEndpoint: false,
        },
      ],
    });
    handler.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: MAX_EVENT_AGE,
      // Not the CDK's SqsDestination: it would grant the function more than it needs.
      onFailure: { bind: () => ({ destination: this.eventDeadLetterQueue.queueArn }) },
    });
    return handler;
  }

  /** A rule, and not the bucket's notifications: it retries, keeps what it could not deliver, and leaves the bucket alone. */
  private createRule({ inputBucket }: IngestionProps): void {
    new Rule(this, 'ObjectCreated', {
      description: 'An original was uploaded',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [inputBucket.bucketName] }, object: { key: [{ prefix: UPLOADS_PREFIX }] } },
      },
      targets: [new LambdaFunction(this.eventHandler.function, {
        deadLetterQueue: this.eventDeadLetterQueue,
        retryAttempts: 185,
        maxEventAge: MAX_EVENT_AGE,
      })],
    });
  }

  private createOrchestrator({ platform, inputBucket, table, stateMachine, unknownUploads, settings }: IngestionProps): HandlerFunction {
    const orchestrator = new HandlerFunction(this, 'Orchestrator', {
      platform,
      name: 'orchestrator',
      description: 'Starts the workflow of each queued original, once',
      memorySize: 256,
      timeout: ORCHESTRATOR_TIMEOUT,
      environment: {
        [Env.TABLE_NAME]: table.tableName,
        [Env.INPUT_BUCKET]: inputBucket.bucketName,
        [Env.UNKNOWN_UPLOADS]: unknownUploads,
        [Env.STATE_MACHINE_ARN]: stateMachine.stateMachineArn,
      },
      access: [
        {
          service: 'sqs',
          actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          resources: [this.queue.queueArn],
          keyActions: DECRYPT,
          throughEndpoint: false,
        },
        { service: 'dynamodb', actions: ['dynamodb:UpdateItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
        // What arrives for an image that was deleted or rejected.
        { service: 's3', actions: ['s3:DeleteObject'], resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`)] },
        { service: 'states', actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] },
      ],
    });
    orchestrator.function.addEventSourceMapping('Queue', {
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: settings.maxConcurrency,
    });
    return orchestrator;
  }
}
