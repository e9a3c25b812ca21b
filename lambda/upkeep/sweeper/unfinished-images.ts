import { DeleteCommand, DynamoDBDocumentClient, QueryCommand, UpdateCommand, UpdateCommandOutput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { Attribute, UNFINISHED_INDEX } from '../../../src/contract/table';
import { changeExpressions, namesIn, RowChange, rowKey, When, unlessRefused } from '../../data/row-change';

/** A row as read from the index of unfinished images. It may have changed since. */
export interface UnfinishedImage {
  readonly userId: string;
  readonly imageId: string;
  readonly status: 'pending' | 'processing';
  /** ISO 8601. Every change is conditional on it. */
  readonly updatedAt: string;
}

const indexed = z.object({
  user_id: z.string(),
  image_id: z.string(),
  status: z.enum(['pending', 'processing']),
  updated_at: z.string(),
});
const retried = z.object({ retries: z.number() });

/** Unfinished images, for the sweeper. A row changes only if it is still as it was read. */
export class UnfinishedImages {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** Those of one shard that have not changed since a moment, the oldest first. */
  public async* find(shard: string, untouchedSince: Date): AsyncGenerator<UnfinishedImage> {
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.client.send(new QueryCommand({
        TableName: this.tableName,
        IndexName: UNFINISHED_INDEX.name,
        KeyConditionExpression: '#shard = :shard AND #updated_at < :since',
        ExpressionAttributeNames: { '#shard': UNFINISHED_INDEX.partition, '#updated_at': UNFINISHED_INDEX.sort },
        ExpressionAttributeValues: { ':shard': shard, ':since': untouchedSince.toISOString() },
        ExclusiveStartKey: start,
      }));
      for (const item of Items) {
        const row = indexed.parse(item);
        yield { userId: row.user_id, imageId: row.image_id, status: row.status, updatedAt: row.updated_at };
      }
      start = LastEvaluatedKey;
    } while (start);
  }

  /**
   * Takes an image from the message that claimed it, so that the next message may claim it.
   * @returns how often it was retried so far, this time included; `undefined` if the row has changed since it was read
   */
  public async countRetry(image: UnfinishedImage, now: Date): Promise<number | undefined> {
    const answer = await this.update(image, {
      when: When.isUnchanged('processing', image.updatedAt),
      set: { [Attribute.UPDATED_AT]: now.toISOString() },
      add: { [Attribute.RETRIES]: 1 },
      remove: [Attribute.CLAIMED_BY],
    });
    return answer && retried.parse(answer.Attributes).retries;
  }

  /**
   * Notes that the original of a pending image has arrived: the row is no unused grant, and is not swept again soon.
   * @returns false if the row has changed since it was read
   */
  public async noteArrival(image: UnfinishedImage, now: Date): Promise<boolean> {
    return await this.update(image, {
      when: When.isUnchanged('pending', image.updatedAt),
      set: { [Attribute.UPDATED_AT]: now.toISOString() },
      remove: [Attribute.EXPIRES_AT],
    }) !== undefined;
  }

  /**
   * Removes the row of a grant that can no longer be used.
   * @returns false if it still can, or the row has changed since it was read
   */
  public async removeUnused({ userId, imageId, updatedAt }: UnfinishedImage, now: Date): Promise<boolean> {
    const { expression, values } = When.isUnusedGrant(updatedAt, now);
    return await unlessRefused(this.client.send(new DeleteCommand({
      TableName: this.tableName,
      Key: rowKey(userId, imageId),
      ConditionExpression: expression,
      ExpressionAttributeNames: namesIn(expression),
      ExpressionAttributeValues: values,
    }))) !== undefined;
  }

  private async update({ userId, imageId }: UnfinishedImage, change: RowChange): Promise<UpdateCommandOutput | undefined> {
    return unlessRefused(this.client.send(new UpdateCommand({
      TableName: this.tableName, Key: rowKey(userId, imageId), ...changeExpressions(change), ReturnValues: 'UPDATED_NEW',
    })));
  }
}
