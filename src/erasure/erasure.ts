import { Duration } from 'aws-cdk-lib';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Choice, Condition, IChainable, JsonPath, StateMachine, StateMachineType, Succeed, TaskStateBase, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { Env } from '../contract/environment';
import { EraseUserRequest } from '../contract/erasure';
import { IMAGES_PREFIX, UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { allow, countGrants, deleteObjects, listObjects, TABLE_KEY } from '../functions/access';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';
import { Platform } from '../platform';
import { SERVICE_FAILED } from '../workflow/retries';
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
      roleDescription: 'Permissions of the erasure of a user',
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

export interface ErasureDefinitionProps {
  readonly eraseUser: HandlerFunction;
  readonly userPool: IUserPool;
}

/** Both spellings: the integration prefixes errors with the service, the SDK does not. */
const NO_SUCH_USER = ['CognitoIdentityProvider.UserNotFoundException', 'UserNotFoundException'];

/** More than the ten-second timeout of upload-handler, which may still be issuing a grant. */
const LAST_GRANTS = Duration.seconds(12);

/**
 * Erases one user. The input is an `ErasureInput`, the output the receipt. It deletes the account first, so that no new
 * token is issued, then the data part by part: one execution can process thousands of parts.
 *
 * A state machine, because no single function can do it: the functions that reach the data run in the VPC, where Cognito
 * is not reachable.
 */
export function createErasureDefinition(scope: Construct, { eraseUser, userPool }: ErasureDefinitionProps): IChainable {
  const task = (id: string, name: EraseUserRequest['task'], resultPath: string): TaskStateBase => createFunctionTask(scope, id, {
    function: eraseUser.function, payload: { task: name, user_id: JsonPath.stringAt('$.user_id') }, resultPath,
  });
  const wait = new Wait(scope, 'AwaitLastGrants', { time: WaitTime.duration(LAST_GRANTS) });
  const remove = task('RemovePart', 'remove-part', '$.erasure');
  const erased = new Succeed(scope, 'Erased', { outputPath: '$.erasure' });
  wait.next(remove).next(new Choice(scope, 'IsErased').when(Condition.stringEquals('$.erasure.status', 'erased'), erased).otherwise(remove));

  const deletion = createDeletion(scope, userPool);
  // A second run finds no account.
  deletion.addCatch(wait, { errors: NO_SUCH_USER, resultPath: JsonPath.DISCARD });
  deletion.next(task('NoteAccount', 'note-account', JsonPath.DISCARD)).next(wait);
  return task('RefuseGrants', 'refuse-grants', JsonPath.DISCARD).next(deletion);
}

function createDeletion(scope: Construct, userPool: IUserPool): CallAwsService {
  const state = new CallAwsService(scope, 'DeleteAccount', {
    service: 'cognitoidentityprovider',
    action: 'adminDeleteUser',
    // Cognito accepts the `sub` as user name.
    parameters: { UserPoolId: userPool.userPoolId, Username: JsonPath.stringAt('$.user_id') },
    iamResources: [userPool.userPoolArn],
    resultPath: JsonPath.DISCARD,
  });
  state.addRetry({ errors: NO_SUCH_USER, maxAttempts: 0 });
  state.addRetry(SERVICE_FAILED);
  return state;
}
