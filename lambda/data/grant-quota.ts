import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { timeOfImageId } from './image-id';
import { unlessRefused } from './row-change';
import { ERASURE_SORT_KEY } from '../../src/contract/erasure';
import { Attribute, QuotaAttribute, quotaMinute, quotaPartition, TABLE_KEYS } from '../../src/contract/table';

export interface GrantLimits {
  /** Grants that a user may hold at the same time, neither used nor expired. */
  readonly maxOpenGrants: number;
  /** Grants that a user may get in one minute of the clock. */
  readonly maxGrantsPerMinute: number;
  /** Life of a grant. */
  readonly expiresInSeconds: number;
}

export interface QuotaReached {
  readonly limit: 'open' | 'minute';
  /** Time until the next grant is possible. */
  readonly retryAfterSeconds: number;
}

/** Why there is no grant: a limit, or the user was erased. A token may outlive the account by an hour. */
export type NoGrant = QuotaReached | 'erased';

const MINUTE_MS = 60_000;

/**
 * How many upload grants a user has: one row a minute, which DynamoDB removes after its expiry. A grant costs one query and
 * one write, however many there are. Its minute is the one in its image's id.
 */
export class GrantQuota {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /**
   * Counts one more grant, or returns the limit that is reached. Open grants are read first, so concurrent calls may all see
   * the last free place and together exceed that limit. The limit of the minute is a condition of the write, and holds for
   * any number of calls.
   */
  public async take(userId: string, imageId: string, limits: GrantLimits): Promise<NoGrant | undefined> {
    const now = timeOfImageId(imageId);
    return await this.findRefusal(userId, now, limits) ?? this.count(userId, now, limits);
  }

  /**
   * Closes a grant: an upload used it, or its image was deleted before the upload. Call it once for each grant; if the count
   * has expired, it does nothing.
   */
  public async release(userId: string, imageId: string): Promise<void> {
    await unlessRefused(this.client.send(new UpdateCommand({
      TableName: this.tableName,
      Key: key(userId, timeOfImageId(imageId)),
      ConditionExpression: '#open > :none',
      UpdateExpression: 'ADD #open :less',
      ExpressionAttributeNames: { '#open': QuotaAttribute.OPEN },
      ExpressionAttributeValues: { ':none': 0, ':less': -1 },
    })));
  }

  private async findRefusal(userId: string, now: Date, limits: GrantLimits): Promise<NoGrant | undefined> {
    const lifeMs = limits.expiresInSeconds * 1000;
    const { Items = [] } = await this.client.send(new QueryCommand({
      TableName: this.tableName,
      KeyConditionExpression: '#partition = :user AND #sort >= :oldest',
      ExpressionAttributeNames: { '#partition': TABLE_KEYS.partition, '#sort': TABLE_KEYS.sort },
      ExpressionAttributeValues: { ':user': quotaPartition(userId), ':oldest': quotaMinute(new Date(now.getTime() - lifeMs)) },
      // An older state could miss the minute that was just filled.
      ConsistentRead: true,
    }));
    if (Items.some((item) => item[TABLE_KEYS.sort] === ERASURE_SORT_KEY)) return 'erased';
    const minutes = Items.map(toMinute).filter(({ open }) => open > 0);
    if (minutes.reduce((sum, { open }) => sum + open, 0) < limits.maxOpenGrants) return undefined;
    return { limit: 'open', retryAfterSeconds: secondsUntil(minutes[0].start + MINUTE_MS + lifeMs, now) };
  }

  private async count(userId: string, now: Date, { maxGrantsPerMinute, expiresInSeconds }: GrantLimits): Promise<QuotaReached | undefined> {
    const end = (Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
    const counted = await unlessRefused(this.client.send(new UpdateCommand({
      TableName: this.tableName,
      Key: key(userId, now),
      ConditionExpression: 'attribute_not_exists(#granted) OR #granted < :most',
      UpdateExpression: 'ADD #granted :one, #open :one SET #expires_at = :expires_at',
      ExpressionAttributeNames: { '#granted': QuotaAttribute.GRANTED, '#open': QuotaAttribute.OPEN, '#expires_at': Attribute.EXPIRES_AT },
      ExpressionAttributeValues: { ':most': maxGrantsPerMinute, ':one': 1, ':expires_at': end / 1000 + expiresInSeconds },
    })));
    return counted ? undefined : { limit: 'minute', retryAfterSeconds: secondsUntil(end, now) };
  }
}

function key(userId: string, time: Date): Record<string, string> {
  return { [TABLE_KEYS.partition]: quotaPartition(userId), [TABLE_KEYS.sort]: quotaMinute(time) };
}

function toMinute(item: Readonly<Record<string, unknown>>): { start: number; open: number } {
  return { start: Date.parse(String(item[TABLE_KEYS.sort])), open: Number(item[QuotaAttribute.OPEN]) };
}

function secondsUntil(end: number, now: Date): number {
  return Math.ceil((end - now.getTime()) / 1000);
}
