import { DeleteCommand, DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { unlessRefused } from './unless-refused';
import { ImageStatus } from '../../src/contract/statuses';
import { Attribute, UNFINISHED_INDEX } from '../../src/contract/table';

/** A row as the index of unfinished images has it: it may have changed since. */
export interface UnfinishedImage {
  readonly userId: string;
  readonly imageId: string;
  readonly status: 'pending' | 'processing';
  /** ISO 8601: what every change is conditional on. */
  readonly updatedAt: string;
}

const indexed = z.object({
  user_id: z.string(),
  image_id: z.string(),
  status: z.enum(['pending', 'processing']),
  updated_at: z.string(),
});
const retried = z.object({ retries: z.number() });

const PENDING: ImageStatus = 'pending';
const PROCESSING: ImageStatus = 'processing';

/**
 * Images that did not end, for the sweeper. Every change takes place only where the row is still as it was read, so that
 * of two sweeps, or of a sweep and the image's own message, one acts and the other finds nothing to do.
 */
export class UnfinishedImages {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** Those of one shard that nobody touched since a moment, the longest waiting first. */
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
   * Takes an image from the message that claimed it: the next message may claim it, and nobody looks at it until then.
   * @returns how often it was taken up so far, this time included; `undefined` where it is no longer as it was read
   */
  public async takeUp(image: UnfinishedImage, now: Date): Promise<number | undefined> {
    const answer = await unlessRefused(this.client.send(new UpdateCommand({
      ...this.unchanged(image),
      UpdateExpression: 'SET #updated_at = :now ADD #retries :one REMOVE #claimed_by',
      ...values(image, PROCESSING, { now: now.toISOString(), one: 1 }, [Attribute.RETRIES, Attribute.CLAIMED_BY]),
      ReturnValues: 'UPDATED_NEW',
    })));
    return answer && retried.parse(answer.Attributes).retries;
  }

  /**
   * Notes that a pending image has its bytes: its row is no unused grant, and need not be looked at soon.
   * @returns false where it is no longer as it was read
   */
  public async noteArrival(image: UnfinishedImage, now: Date): Promise<boolean> {
    return await unlessRefused(this.client.send(new UpdateCommand({
      ...this.unchanged(image),
      UpdateExpression: 'SET #updated_at = :now REMOVE #expires_at',
      ...values(image, PENDING, { now: now.toISOString() }, [Attribute.EXPIRES_AT]),
    }))) !== undefined;
  }

  /**
   * Removes the row of a grant that no upload can come of any more.
   * @returns false where it may still be used, and where it is no longer as it was read
   */
  public async removeUnused(image: UnfinishedImage, now: Date): Promise<boolean> {
    const unchanged = this.unchanged(image);
    return await unlessRefused(this.client.send(new DeleteCommand({
      ...unchanged,
      ConditionExpression: `${unchanged.ConditionExpression} AND (attribute_not_exists(#expires_at) OR #expires_at < :now)`,
      ...values(image, PENDING, { now: Math.floor(now.getTime() / 1000) }, [Attribute.EXPIRES_AT]),
    }))) !== undefined;
  }

  private unchanged({ userId, imageId }: UnfinishedImage): { TableName: string; Key: Record<string, string>; ConditionExpression: string } {
    return {
      TableName: this.tableName,
      Key: { [Attribute.USER_ID]: userId, [Attribute.IMAGE_ID]: imageId },
      ConditionExpression: '#status = :status AND #updated_at = :seen',
    };
  }
}

/** Names and values of `unchanged`, and of what a call has beside it. */
function values(
  { updatedAt }: UnfinishedImage, status: ImageStatus, others: Record<string, string | number>, attributes: readonly string[],
): { ExpressionAttributeNames: Record<string, string>; ExpressionAttributeValues: Record<string, string | number> } {
  const names = [Attribute.STATUS, Attribute.UPDATED_AT, ...attributes];
  return {
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':status': status,
      ':seen': updatedAt,
      ...Object.fromEntries(Object.entries(others).map(([name, value]) => [`:${name}`, value])),
    },
  };
}
