import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoReturnValues, DynamoUpdateItem } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { NEVER, SERVICE_FAILED } from './retries';
import { ImageStatus } from '../contract/statuses';
import { Attribute, TABLE_KEYS, UNFINISHED_INDEX } from '../contract/table';

export type AttributeValues = Readonly<Record<string, DynamoAttributeValue>>;

/** Every image goes through `processing`, and out of it once: whoever comes second finds the condition refused. */
const FROM: ImageStatus = 'processing';
const LEFT_BEHIND = [UNFINISHED_INDEX.partition, Attribute.CLAIMED_BY, Attribute.RETRIES];

/** What a transition wrote, as far as events tell it. */
export const STORED = '$.stored';

/** How a row has to be for a transition, and what is then removed from it. */
export interface Origin {
  readonly condition: string;
  readonly values: AttributeValues;
  readonly removed: readonly string[];
}

const UNDER_WORK: Origin = {
  condition: `#${Attribute.STATUS} = :from`,
  values: { ':from': DynamoAttributeValue.fromString(FROM) },
  removed: LEFT_BEHIND,
};

/**
 * For a write whose answer was lost: tried again, it finds what it did itself, and the execution goes on to the event. An
 * execution's id is its own for both kinds of workflow, also where two have one name.
 */
const DONE_BEFORE = `(#${Attribute.STATUS} = :${Attribute.STATUS} AND #${Attribute.ENDED_BY} = :${Attribute.ENDED_BY})`;

/** The row of the workflow's image. */
export function imageKey(): Record<string, DynamoAttributeValue> {
  return {
    [TABLE_KEYS.partition]: DynamoAttributeValue.fromString(JsonPath.stringAt('$.user_id')),
    [TABLE_KEYS.sort]: DynamoAttributeValue.fromString(JsonPath.stringAt('$.image_id')),
  };
}

/** Ends an image: sets its status and what is known by then, and takes it out of the index of unfinished images. */
export function createTransition(
  scope: Construct, id: string, table: ITable, status: ImageStatus, values: AttributeValues, origin = UNDER_WORK,
): DynamoUpdateItem {
  const set: AttributeValues = {
    ...values,
    [Attribute.STATUS]: DynamoAttributeValue.fromString(status),
    [Attribute.UPDATED_AT]: DynamoAttributeValue.fromString(JsonPath.stringAt('$$.State.EnteredTime')),
    [Attribute.ENDED_BY]: DynamoAttributeValue.fromString(JsonPath.stringAt('$$.Execution.Id')),
  };
  // Names always go by a placeholder: `status` and `size` are words of DynamoDB's own.
  const names = [...Object.keys(set), ...origin.removed];
  const task = new DynamoUpdateItem(scope, id, {
    table,
    key: imageKey(),
    conditionExpression: `${origin.condition} OR ${DONE_BEFORE}`,
    updateExpression: [
      `SET ${Object.keys(set).map((name) => `#${name} = :${name}`).join(', ')}`,
      `REMOVE ${origin.removed.map((name) => `#${name}`).join(', ')}`,
    ].join(' '),
    expressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    expressionAttributeValues: {
      ...origin.values,
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
    },
    // Events name the moment of the change, as the row has it.
    returnValues: DynamoReturnValues.UPDATED_NEW,
    resultSelector: { [Attribute.UPDATED_AT]: JsonPath.stringAt(`$.Attributes.${Attribute.UPDATED_AT}.S`) },
    resultPath: STORED,
  });
  task.addRetry(NEVER);
  task.addRetry(SERVICE_FAILED);
  return task;
}
