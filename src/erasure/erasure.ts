import { Duration } from 'aws-cdk-lib';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { createErasureDefinition } from './definition';
import { Env } from '../contract/environment';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { allow, countGrants, deleteObjects, listObjects, TABLE_KEY } from '../functions/access';
import { HandlerFunction } from '../functions/handler-function';
import { Platform } from '../platform';
import { createStateMachine } from '../workflow/state-machine';

export interface ErasureProps {
  readonly platform: Platform;
  readonly userPool: IUserPool;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly table: ITable;
}

/** Enough for hundreds of thousands of images: a part takes seconds and removes a few hundred. */
const TIMEOUT = Duration.hours(6);

/** Removes all data of one user. */
export class Erasure extends Construct {
  public readonly eraseUser: HandlerFunction;
  public readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, private readonly props: ErasureProps) {
    super(scope, id);
    const { platform, userPool } = props;
    this.eraseUser = this.createFunction();
    this.stateMachine = createStateMachine(this, {
      platform,
      comment: 'Deletes the account of a user, then all objects and rows; the output is the receipt',
      definition: createErasureDefinition(this, { eraseUser: this.eraseUser, userPool }),
      // Always standard: it may take longer than an express execution.
      type: StateMachineType.STANDARD,
      timeout: TIMEOUT,
      mayDo: 'Permissions of the erasure of a user',
      permissions: { functions: [this.eraseUser.function], statements: [allow(['cognito-idp:AdminDeleteUser'], [userPool.userPoolArn])] },
    }).stateMachine;
  }

  private createFunction(): HandlerFunction {
    const { platform, inputBucket, outputBucket, table } = this.props;
    return new HandlerFunction(this, 'EraseUser', {
      platform,
      name: 'erase-user',
      description: 'Removes rows and objects of a user, a bounded part per call',
      memorySize: 512,
      timeout: Duration.seconds(60),
      environment: {
        [Env.TABLE_NAME]: table.tableName,
        [Env.INPUT_BUCKET]: inputBucket.bucketName,
        [Env.OUTPUT_BUCKET]: outputBucket.bucketName,
      },
      access: [
        { service: 'dynamodb', actions: ['dynamodb:DeleteItem', 'dynamodb:Query'], resources: [table.tableArn], keyActions: TABLE_KEY },
        countGrants(table, ['dynamodb:UpdateItem']),
        deleteObjects(inputBucket, outputBucket),
        listObjects(inputBucket, [UPLOADS_PREFIX]),
        listObjects(outputBucket, [IMAGES_PREFIX, WORK_PREFIX]),
      ],
    });
  }
}
