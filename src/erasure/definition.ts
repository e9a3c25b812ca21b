import { Duration } from 'aws-cdk-lib';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Choice, Condition, IChainable, JsonPath, Succeed, TaskStateBase, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { EraseUserRequest } from '../contract/erasure';
import { createFunctionTask } from '../functions/function-task';
import { HandlerFunction } from '../functions/handler-function';
import { SERVICE_FAILED } from '../workflow/retries';

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
