import { Annotations, Duration } from 'aws-cdk-lib';
import { Policy } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, IChainable, JsonPath, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { BoundModeration, ModerationContext, ModerationEnds } from './bound-moderation';
import { requireSameEnvironment } from '../bring-your-own/app-resource';
import { MODERATION_VERSION, ModerationAnswer } from '../contract/moderation';
import { UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { acceptOwnPolicy } from '../functions/accepted-permissions';
import { Access, accessStatements, DECRYPT } from '../functions/access';
import { FUNCTION_FAILED, FUNCTION_STOPPED, LAMBDA_BUSY } from '../workflow/retries';

const ACCEPTED: ModerationAnswer['outcome'] = 'accepted';

export function bindFunction(
  scope: Construct, id: string, context: ModerationContext, handler: IFunction, timeout: Duration,
): BoundModeration {
  requireSameEnvironment(scope, 'the function of Moderation.function()', handler.env);
  letRead(scope, id, context, handler);
  return {
    functions: [handler],
    access: [],
    statements: [],
    createStates: (states, name, ends) => createStates(states, name, context, handler, timeout, ends),
  };
}

/**
 * The policy stands beside the system, not beside the role: the system knows the function, which may be in another stack, and
 * two stacks cannot know each other.
 */
function letRead(scope: Construct, id: string, { platform, inputBucket, outputBucket }: ModerationContext, { role }: IFunction): void {
  if (role === undefined) {
    Annotations.of(scope).addWarningV2('cdk-image-management-system:moderationRole',
      'The function of Moderation.function() is imported without its role, which therefore gets no right to read what it should look at: see docs/moderation.md');
    return;
  }
  const access: Access[] = [{
    service: 's3',
    actions: ['s3:GetObject'],
    resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`), outputBucket.arnForObjects(`${WORK_PREFIX}*`)],
    keyActions: DECRYPT,
  }];
  const policy = new Policy(scope, id, { roles: [role], statements: accessStatements(access, platform.encryptionKey) });
  acceptOwnPolicy(policy);
}

function createStates(
  scope: Construct, name: string, context: ModerationContext, handler: IFunction, timeout: Duration, ends: ModerationEnds,
): IChainable {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: handler,
    payload: TaskInput.fromObject(createRequest(context)),
    payloadResponseOnly: true,
    resultPath: '$.moderation',
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(timeout),
  });
  task.addRetry(LAMBDA_BUSY);
  task.addRetry(FUNCTION_STOPPED);
  task.addRetry(FUNCTION_FAILED);
  task.addCatch(ends.ended, { resultPath: '$.error' });
  const outcome = '$.moderation.outcome';
  const accepted = Condition.and(Condition.isPresent(outcome), Condition.stringEquals(outcome, ACCEPTED));
  return task.next(new Choice(scope, `${name}Verdict`).when(accepted, ends.accepted).otherwise(ends.ended));
}

/** A `ModerationRequest`, spelled out. */
function createRequest({ inputBucket, outputBucket }: ModerationContext): Record<string, unknown> {
  const at = (path: string): string => JsonPath.stringAt(path);
  return {
    version: MODERATION_VERSION,
    user_id: at('$.user_id'),
    image_id: at('$.image_id'),
    original: {
      bucket: inputBucket.bucketName,
      key: at('$.key'),
      size: at('$.resize.size'),
      content_type: at('$.resize.type'),
      width: at('$.resize.width'),
      height: at('$.resize.height'),
      sha256: at('$.resize.sha256'),
    },
    pictures: { bucket: outputBucket.bucketName, keys: JsonPath.listAt('$.resize.moderation_keys') },
    dominant_color: at('$.resize.dominant_color'),
  };
}
