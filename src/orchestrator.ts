import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Env, UnknownUploads } from './contract/environment';
import { UPLOADS_PREFIX } from './contract/object-keys';
import { DECRYPT, TABLE_KEY } from './functions/access';
import { HandlerFunction } from './functions/handler-function';
import { requireVisibility } from './functions/queue-visibility';
import { IngestionSettings } from './options/processing-options';
import { Platform } from './platform';

export interface OrchestratorProps {
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly table: ITable;
  readonly queue: Queue;
  /** The workflow. */
  readonly stateMachine: IStateMachine;
  /** Publishes events. */
  readonly publication: IStateMachine;
  readonly settings: IngestionSettings;
  readonly unknownUploads: UnknownUploads;
}

export const ORCHESTRATOR_TIMEOUT = Duration.seconds(30);

/** From a message of the queue to a started workflow. */
export class Orchestrator extends HandlerFunction {
  constructor(scope: Construct, id: string, props: OrchestratorProps) {
    const { platform, inputBucket, table, queue, stateMachine, publication, settings, unknownUploads } = props;
    super(scope, id, {
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
        [Env.PUBLICATION_STATE_MACHINE_ARN]: publication.stateMachineArn,
      },
      access: [
        {
          service: 'sqs',
          actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          resources: [queue.queueArn],
          keyActions: DECRYPT,
          throughEndpoint: false,
        },
        { service: 'dynamodb', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
        // Uploads for images that were deleted or rejected.
        { service: 's3', actions: ['s3:DeleteObject'], resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`)] },
        { service: 'states', actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn, publication.stateMachineArn] },
      ],
    });
    this.function.addEventSourceMapping('Queue', {
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: settings.maxConcurrency,
    });
    requireVisibility(queue, this.function);
  }
}
