import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoUpdateItem } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { NEVER, SERVICE_FAILED } from './retries';
import { ImageStatus } from '../contract/statuses';
import { Attribute, TABLE_KEYS, UNFINISHED_INDEX } from '../contract/table';

export type AttributeValues = Readonly<Record<string, DynamoAttributeValue>>;

/** Every image goes through `processing`, and out of it once: whoever comes second finds the condition refused. */
const FROM: ImageStatus = 'processing';
const LEFT_BEHIND = [UNFINISHED_INDEX.partition, Attribute.CLAIMED_BY, Attribute.RETRIES];

/**
 * The second half is for a write whose answer was lost: tried again, it finds what it did itself, and the execution goes
 * on to the event. An execution's id is its own for both kinds of workflow, also where two have one name.
 */
const CONDITION = [
  `#${Attribute.STATUS} = :from`,
  `(#${Attribute.STATUS} = :${Attribute.STATUS} AND #${Attribute.ENDED_BY} = :${Attribute.ENDED_BY})`,
].join(' OR ');

/** The row of the workflow's image. */
export function imageKey(): Record<string, DynamoAttributeValue> {
  return {
    [TABLE_KEYS.partition]: DynamoAttributeValue.fromString(JsonPath.stringAt('$.user_id')),
    [TABLE_KEYS.sort]: DynamoAttributeValue.fromString(JsonPath.stringAt('$.image_id')),
  };
}

/** Ends an image: sets its status and what is known by then, and takes it out of the index of unfinished images. */
export function createTransition(
  scope: Construct, id: string, table: ITable, status: ImageStatus, values: AttributeValues,
): DynamoUpdateItem {
  const set: AttributeValues = {
    ...values,
    [Attribute.STATUS]: DynamoAttributeValue.fromString(status),
    [Attribute.UPDATED_AT]: DynamoAttributeValue.fromString(JsonPath.stringAt('$$.State.EnteredTime')),
    [Attribute.ENDED_BY]: DynamoAttributeValue.fromString(JsonPath.stringAt('$$.Execution.Id')),
  };
  // Names always go by a placeholder: `status` and `size` are words of DynamoDB's own.
  const names = [...Object.keys(set), ...LEFT_BEHIND];
  const task = new DynamoUpdateItem(scope, id, {
    table,
    key: imageKey(),
    conditionExpression: CONDITION,
    updateExpression: [
      `SET ${Object.keys(set).map((name) => `#${name} = :${name}`).join(', ')}`,
      `REMOVE ${LEFT_BEHIND.map((name) => `#${name}`).join(', ')}`,
    ].join(' '),
    expressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    expressionAttributeValues: {
      ':from': DynamoAttributeValue.fromString(FROM),
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
    },
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(NEVER);
  task.addRetry(SERVICE_FAILED);
  return task;
}
