import { Duration } from 'aws-cdk-lib';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import {
  Choice, Condition, IChainable, JsonPath, Succeed, TaskInput, TaskStateBase, Timeout, Wait, WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService, LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { EraseUserRequest } from '../contract/erasure';
import { HandlerFunction } from '../functions/handler-function';
import { FUNCTION_FAILED, FUNCTION_STOPPED, LAMBDA_BUSY, SERVICE_FAILED } from '../workflow/retries';

export interface ErasureDefinitionProps {
  readonly eraseUser: HandlerFunction;
  readonly userPool: IUserPool;
}

/** Both spellings: the integration writes the service's name before the error, the SDK does not. */
const NO_SUCH_USER = ['CognitoIdentityProvider.UserNotFoundException', 'UserNotFoundException'];

/** Past the ten seconds that upload-handler may take for a grant which it began before grants were refused. */
const LAST_GRANTS = Duration.seconds(12);

/**
 * The erasure of one user. Its input is an `ErasureInput`, its output the receipt. The account goes first, so that no
 * new token is made, then the data, part by part: one execution has room for thousands of parts.
 *
 * A state machine, because no function may do all of it: those that reach the data are in the VPC, and Cognito is not.
 */
export function createErasureDefinition(scope: Construct, { eraseUser, userPool }: ErasureDefinitionProps): IChainable {
  const task = (id: string, name: EraseUserRequest['task'], resultPath: string): TaskStateBase => createTask(scope, id, eraseUser, name, resultPath);
  const wait = new Wait(scope, 'AwaitLastGrants', { time: WaitTime.duration(LAST_GRANTS) });
  const remove = task('RemovePart', 'remove-part', '$.erasure');
  const erased = new Succeed(scope, 'Erased', { outputPath: '$.erasure' });
  wait.next(remove).next(new Choice(scope, 'IsErased').when(Condition.stringEquals('$.erasure.status', 'erased'), erased).otherwise(remove));

  const deletion = createDeletion(scope, userPool);
  // What a second run finds.
  deletion.addCatch(wait, { errors: NO_SUCH_USER, resultPath: JsonPath.DISCARD });
  deletion.next(task('NoteAccount', 'note-account', JsonPath.DISCARD)).next(wait);
  return task('RefuseGrants', 'refuse-grants', JsonPath.DISCARD).next(deletion);
}

function createTask(
  scope: Construct, id: string, { function: lambdaFunction }: HandlerFunction, task: EraseUserRequest['task'], resultPath: string,
): LambdaInvoke {
  const state = new LambdaInvoke(scope, id, {
    lambdaFunction,
    payload: TaskInput.fromObject({ task, user_id: JsonPath.stringAt('$.user_id') }),
    payloadResponseOnly: true,
    resultPath,
    retryOnServiceExceptions: false,
    // Past the function's own limit: what ends a call that Lambda lost.
    taskTimeout: Timeout.duration(lambdaFunction.timeout!.plus(Duration.seconds(5))),
  });
  state.addRetry(LAMBDA_BUSY);
  state.addRetry(FUNCTION_STOPPED);
  state.addRetry(FUNCTION_FAILED);
  return state;
}

function createDeletion(scope: Construct, userPool: IUserPool): CallAwsService {
  const state = new CallAwsService(scope, 'DeleteAccount', {
    service: 'cognitoidentityprovider',
    action: 'adminDeleteUser',
    // Cognito takes the `sub` of a user for the name of the account.
    parameters: { UserPoolId: userPool.userPoolId, Username: JsonPath.stringAt('$.user_id') },
    iamResources: [userPool.userPoolArn],
    resultPath: JsonPath.DISCARD,
  });
  state.addRetry({ errors: NO_SUCH_USER, maxAttempts: 0 });
  state.addRetry(SERVICE_FAILED);
  return state;
}
