import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RECORD_TIMEOUT } from './time-limits';
import { Env } from '../contract/environment';
import { IMAGES_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { deleteObjects, ENCRYPT, listObjects, TABLE_KEY } from '../functions/access';
import { HandlerFunction } from '../functions/handler-function';
import { Platform } from '../platform';

export interface RecordOutcomeProps {
  readonly platform: Platform;
  readonly table: ITable;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
}

/** The function that stores how an image ended, removes what it must not keep, and answers what is to be published. */
export function createRecordOutcome(scope: Construct, id: string, props: RecordOutcomeProps): HandlerFunction {
  const { platform, table, inputBucket, outputBucket } = props;
  return new HandlerFunction(scope, id, {
    platform,
    name: 'record-outcome',
    description: 'Stores how an image ended, and removes what it must not keep',
    memorySize: 256,
    timeout: RECORD_TIMEOUT,
    environment: {
      [Env.TABLE_NAME]: table.tableName,
      [Env.INPUT_BUCKET]: inputBucket.bucketName,
      [Env.OUTPUT_BUCKET]: outputBucket.bucketName,
    },
    access: [
      { service: 'dynamodb', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [table.tableArn], keyActions: TABLE_KEY },
      deleteObjects(inputBucket, outputBucket),
      // Superseded renditions are copied onto themselves, with a tag.
      {
        service: 's3',
        actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
        resources: [outputBucket.arnForObjects(`${IMAGES_PREFIX}*`)],
        keyActions: ENCRYPT,
      },
      listObjects(outputBucket, [IMAGES_PREFIX, WORK_PREFIX]),
    ],
  });
}
