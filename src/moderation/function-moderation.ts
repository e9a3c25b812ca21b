import { Annotations, Duration } from 'aws-cdk-lib';
import { Policy } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, IChainable, JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { BoundModeration, ModerationContext, ModerationEnds } from './bound-moderation';
import { acceptInlinePolicy } from '../accepted-findings';
import { requireSameEnvironment } from '../bring-your-own/app-resource';
import { MODERATION_VERSION, ModerationAnswer } from '../contract/moderation';
import { UPLOADS_PREFIX, WORK_PREFIX } from '../contract/object-keys';
import { Access, accessStatements, DECRYPT } from '../functions/access';
import { createFunctionTask } from '../functions/function-task';

const ACCEPTED: ModerationAnswer['outcome'] = 'accepted';

export function bindFunction(
  scope: Construct, id: string, context: ModerationContext, handler: IFunction, timeout: Duration,
): BoundModeration {
  requireSameEnvironment(scope, 'the function of Moderation.function()', handler.env);
  allowReads(scope, id, context, handler);
  return {
    functions: [handler],
    access: [],
    statements: [],
    createStates: (states, name, ends) => createStates(states, name, context, handler, timeout, ends),
  };
}

/**
 * The policy is created in the system's scope, not the role's: the function may be in another stack, and two stacks cannot
 * depend on each other.
 */
function allowReads(scope: Construct, id: string, { platform, inputBucket, outputBucket }: ModerationContext, { role }: IFunction): void {
  if (role === undefined) {
    Annotations.of(scope).addWarningV2('cdk-image-management-system:moderationRole',
      'The function of Moderation.function() is imported without its role, which gets no permission to read the images: see docs/moderation.md');
    return;
  }
  const access: Access[] = [{
    service: 's3',
    actions: ['s3:GetObject'],
    resources: [inputBucket.arnForObjects(`${UPLOADS_PREFIX}*`), outputBucket.arnForObjects(`${WORK_PREFIX}*`)],
    keyActions: DECRYPT,
  }];
  const policy = new Policy(scope, id, { roles: [role], statements: accessStatements(access, platform.encryptionKey) });
  acceptInlinePolicy(policy);
}

function createStates(
  scope: Construct, name: string, context: ModerationContext, handler: IFunction, timeout: Duration, ends: ModerationEnds,
): IChainable {
  const task = createFunctionTask(scope, name, { function: handler, payload: createRequest(context), resultPath: '$.moderation', timeout });
  task.addCatch(ends.ended, { resultPath: '$.error' });
  const outcome = '$.moderation.outcome';
  const accepted = Condition.and(Condition.isPresent(outcome), Condition.stringEquals(outcome, ACCEPTED));
  return task.next(new Choice(scope, `${name}Verdict`).when(accepted, ends.accepted).otherwise(ends.ended));
}

/** A `ModerationRequest` as JSON paths. */
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
