import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IChainable, JsonPath, Pass, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue as Value, DynamoUpdateItem } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { REJECTED } from './announcement';
import { CONDITION_FAILED } from './retries';
import { createTransition } from './transition';
import { CONTENT_REFUSED } from '../contract/statuses';
import { Attribute } from '../contract/table';
import { BoundModeration } from '../moderation/bound-moderation';

export interface ModerationStatesProps {
  readonly moderations: readonly BoundModeration[];
  /** Where an image goes on that all of them accept. */
  readonly accepted: IChainable;
  /** Of an image that one of them refuses. */
  readonly refused: IChainable;
  readonly failed: IChainable;
}

/**
 * The moderations one after the other: the first that refuses ends the image. They look at what was decoded, and nothing is
 * published before the row says `ready`, which is later.
 */
export function createModeration(scope: Construct, { moderations, accepted, refused, failed }: ModerationStatesProps): IChainable {
  if (moderations.length === 0) return accepted;
  const reject = new Pass(scope, 'RejectByModeration', {
    parameters: { reason: CONTENT_REFUSED, detail: JsonPath.stringAt('$.moderation.reason') }, resultPath: '$.rejection',
  });
  reject.next(refused);
  return moderations.reduceRight<IChainable>((next, moderation, index) =>
    moderation.createStates(scope, `Moderate${index === 0 ? '' : index + 1}`, { accepted: next, refused: reject, failed }), accepted);
}

/** A refusal stores what the moderation says beside the reason. */
export function createRefusal(scope: Construct, table: ITable, superseded: TaskStateBase, failed: IChainable): DynamoUpdateItem {
  const mark = createTransition(scope, 'MarkRefused', table, REJECTED.status, {
    [Attribute.REASON]: Value.fromString(JsonPath.stringAt('$.rejection.reason')),
    [Attribute.REASON_DETAIL]: Value.fromString(JsonPath.stringAt('$.rejection.detail')),
  });
  mark.addCatch(superseded, { errors: CONDITION_FAILED, resultPath: '$.error' });
  mark.addCatch(failed, { resultPath: '$.error' });
  return mark;
}
