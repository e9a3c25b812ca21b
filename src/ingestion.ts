import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accept } from './accepted-findings';
import { Env } from './contract/environment';
import { UPLOADS_PREFIX } from './contract/object-keys';
import { ENCRYPT } from './functions/access';
import { HandlerFunction } from './functions/handler-function';
import { visibilityFor } from './functions/queue-visibility';
import { ORCHESTRATOR_TIMEOUT } from './orchestrator';
import { Platform } from './platform';

export interface IngestionProps {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
}

const MAX_RECEIVES = 5;
/** An event is retried for this long, then sent to the dead-letter queue. */
const MAX_EVENT_AGE = Duration.hours(6);

/** Turns objects created in the input bucket into queue messages. */
export class Ingestion extends Construct {
  public readonly eventDeadLetterQueue: Queue;
  public readonly eventHandler: HandlerFunction;
  public readonly deadLetterQueue: Queue;
  public readonly queue: Queue;

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
    accept(this.eventDeadLetterQueue, ['AwsSolutions-SQS3'], 'It is itself the dead-letter queue of the rule and its function.');
    this.eventHandler = this.createEventHandler(props);
    this.createRule(props);
  }

  private createEventHandler({ platform }: IngestionProps): HandlerFunction {
    const handler = new HandlerFunction(this, 'S3EventHandler', {
      platform,
      name: 's3-event-handler',
      description: 'Queues each uploaded original',
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: { [Env.QUEUE_URL]: this.queue.queueUrl },
      access: [
        { service: 'sqs', actions: ['sqs:SendMessage'], resources: [this.queue.queueArn], keyActions: ENCRYPT },
        // Lambda sends failed events there with the function's role.
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
      // Not the CDK's SqsDestination, which adds more permissions than needed.
      onFailure: { bind: () => ({ destination: this.eventDeadLetterQueue.queueArn }) },
    });
    return handler;
  }

  /** An EventBridge rule instead of bucket notifications: it retries, has a dead-letter queue, and does not change the bucket. */
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
}
