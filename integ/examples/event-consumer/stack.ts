import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { ImageManagementSystem } from 'cdk-image-management-system';
import { Construct } from 'constructs';

/** A table of ready pictures, filled from the events of an image system. */
export class PhotoWall extends Construct {
  public readonly wall: Table;

  constructor(scope: Construct, id: string, images: ImageManagementSystem) {
    super(scope, id);
    this.wall = new Table(this, 'Wall', {
      partitionKey: { name: 'image_id', type: AttributeType.STRING }, billingMode: BillingMode.PAY_PER_REQUEST,
    });
    const undelivered = new Queue(this, 'Undelivered', { encryption: QueueEncryption.SQS_MANAGED, retentionPeriod: Duration.days(14) });
    const ready = new Queue(this, 'Ready', {
      encryption: QueueEncryption.SQS_MANAGED,
      visibilityTimeout: Duration.minutes(1),
      deadLetterQueue: { queue: undelivered, maxReceiveCount: 5 },
    });
    // EventBridge tries for a day and then drops an event, unless it has a place to leave it.
    images.onImageReady('PhotoWall', { target: new SqsQueue(ready, { deadLetterQueue: undelivered }) });

    const handler = new Function(this, 'Handler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'handler')),
      timeout: Duration.seconds(10),
      environment: { WALL_TABLE: this.wall.tableName },
    });
    handler.addEventSource(new SqsEventSource(ready, { reportBatchItemFailures: true }));
    this.wall.grantWriteData(handler);
  }
}

/** Both in one stack. */
export class PhotoWallStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new PhotoWall(this, 'PhotoWall', new ImageManagementSystem(this, 'Images'));
  }
}
