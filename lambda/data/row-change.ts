import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ImageStatus } from '../../src/contract/statuses';
import { Attribute, UNFINISHED_INDEX } from '../../src/contract/table';

/** Condition of a conditional write. `#name` stands for the attribute of that name, `:name` for a value. */
export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * The conditions of every write to an image's row. Each status change is conditional, so of two writers that come at the same
 * moment one succeeds and the other finds nothing to do.
 */
export const When = {
  /** The id is free. */
  isNew: (): Condition => ({ expression: 'attribute_not_exists(#image_id)' }),

  /**
   * The image waits for its upload, or this queue message claimed it before: its first delivery may have ended before the
   * workflow started. The sweeper takes a stuck image from its message, so that the next message may claim it.
   */
  isClaimable: (messageId: string): Condition => ({
    expression: '#status = :pending OR (#status = :processing AND (#claimed_by = :message OR attribute_not_exists(#claimed_by)))',
    values: { ...statuses('pending', 'processing'), ':message': messageId },
  }),

  /** No execution has ended the image yet. */
  isProcessing: (): Condition => ({ expression: '#status = :processing', values: statuses('processing') }),

  /** The row is as it was read. */
  isUnchanged: (status: ImageStatus, updatedAt: string): Condition => ({
    expression: '#status = :seen_status AND #updated_at = :seen_at', values: { ':seen_status': status, ':seen_at': updatedAt },
  }),

  /** The row is as it was read, and the upload URL of its grant has expired. */
  isUnusedGrant: (updatedAt: string, now: Date): Condition => and(
    When.isUnchanged('pending', updatedAt),
    { expression: '(attribute_not_exists(#expires_at) OR #expires_at < :now)', values: { ':now': Math.floor(now.getTime() / 1000) } },
  ),

  /** The ready image is as it was read, and was not sent to be processed again since `stale`. */
  isReprocessable: (updatedAt: string, stale: Date): Condition => and(
    When.isUnchanged('ready', updatedAt),
    { expression: '(attribute_not_exists(#reprocessing_since) OR #reprocessing_since < :stale)', values: { ':stale': stale.toISOString() } },
  ),
};

/** Attributes that only an unfinished image has. The first one keeps its row in the index of unfinished images. */
export const UNFINISHED_ATTRIBUTES = [UNFINISHED_INDEX.partition, Attribute.CLAIMED_BY, Attribute.RETRIES] as const;

export interface RowChange {
  readonly when: Condition;
  /** New values by attribute; those that are undefined are left out. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Numbers to add, by attribute. */
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

/** Input of an `UpdateCommand`, without its table and key. */
export interface ChangeExpressions {
  readonly ConditionExpression: string;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** Attributes always go by a placeholder: `status` and `size` are reserved words in DynamoDB. */
export function changeExpressions({ when, set, add = {}, remove = [] }: RowChange): ChangeExpressions {
  const assigned = Object.entries(set).filter(([, value]) => value !== undefined);
  const clauses = [
    ['SET', assigned.map(([name]) => `#${name} = :${name}`)],
    ['ADD', Object.keys(add).map((name) => `#${name} :${name}`)],
    ['REMOVE', remove.map((name) => `#${name}`)],
  ] as const;
  const update = clauses.filter(([, items]) => items.length > 0).map(([verb, items]) => `${verb} ${items.join(', ')}`).join(' ');
  return {
    ConditionExpression: when.expression,
    UpdateExpression: update,
    ExpressionAttributeNames: namesIn(when.expression, update),
    ExpressionAttributeValues: {
      ...when.values,
      ...Object.fromEntries([...assigned, ...Object.entries(add)].map(([name, value]) => [`:${name}`, value])),
    },
  };
}

/** The attribute names that expressions use. */
export function namesIn(...expressions: readonly string[]): Record<string, string> {
  return Object.fromEntries(expressions.flatMap((expression) => expression.match(/#\w+/g) ?? []).map((name) => [name, name.slice(1)]));
}

export function rowKey(userId: string, imageId: string): Record<string, string> {
  return { [Attribute.USER_ID]: userId, [Attribute.IMAGE_ID]: imageId };
}

function and(one: Condition, other: Condition): Condition {
  return { expression: `${one.expression} AND ${other.expression}`, values: { ...one.values, ...other.values } };
}

function statuses(...names: readonly ImageStatus[]): Record<string, ImageStatus> {
  return Object.fromEntries(names.map((name) => [`:${name}`, name]));
}

/** The answer of a conditional write; `undefined` if its condition did not hold. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
