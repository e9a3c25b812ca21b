import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ROUND, RoundAttribute, TABLE_KEYS } from '../../../src/contract/table';
import { unlessRefused } from '../../data/row-change';

/** Progress of the round through the originals. */
export interface Round {
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. Every change is conditional on it. */
  readonly updatedAt: string;
  /** Key of the original that was checked last; absent between two rounds. */
  readonly position?: string;
}

export interface ImageIds {
  readonly userId: string;
  readonly imageId: string;
}

const row = z.object({ started_at: z.string(), updated_at: z.string(), position: z.optional(z.string()) });
const ids = z.object({ user_id: z.string(), image_id: z.string() });

const KEY = { [TABLE_KEYS.partition]: ROUND.partition, [TABLE_KEYS.sort]: ROUND.sort };
const NAMES = { '#partition': TABLE_KEYS.partition, '#sort': TABLE_KEYS.sort };
/** Maximum of DynamoDB for one call. */
const ROWS_A_CALL = 100;

/** Reads rows for the check of originals, and stores its progress. */
export class OriginalsRound {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  public async read(): Promise<Round | undefined> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.tableName, Key: KEY }));
    if (Item === undefined) return undefined;
    const { started_at: startedAt, updated_at: updatedAt, position } = row.parse(Item);
    return { startedAt, updatedAt, position };
  }

  /** @returns false if another sweep has moved it since it was read */
  public async move(from: Round | undefined, to: Round): Promise<boolean> {
    return await unlessRefused(this.client.send(new UpdateCommand({
      TableName: this.tableName,
      Key: KEY,
      ConditionExpression: from ? '#updated_at = :seen' : 'attribute_not_exists(#updated_at)',
      UpdateExpression: `SET #started_at = :started_at, #updated_at = :updated_at${to.position === undefined ? ' REMOVE #position' : ', #position = :position'}`,
      ExpressionAttributeNames: {
        '#started_at': RoundAttribute.STARTED_AT, '#updated_at': RoundAttribute.UPDATED_AT, '#position': RoundAttribute.POSITION,
      },
      ExpressionAttributeValues: { ':seen': from?.updatedAt, ':started_at': to.startedAt, ':updated_at': to.updatedAt, ':position': to.position },
    }))) !== undefined;
  }

  /** Images without a row. Keys that DynamoDB did not process count as having one: the next round checks them again. */
  public async withoutRow(images: readonly ImageIds[]): Promise<ImageIds[]> {
    const calls: Promise<ImageIds[]>[] = [];
    for (let start = 0; start < images.length; start += ROWS_A_CALL) {
      calls.push(this.withoutRowOf(images.slice(start, start + ROWS_A_CALL)));
    }
    return (await Promise.all(calls)).flat();
  }

  private async withoutRowOf(images: readonly ImageIds[]): Promise<ImageIds[]> {
    const Keys = images.map(({ userId, imageId }) => ({ [TABLE_KEYS.partition]: userId, [TABLE_KEYS.sort]: imageId }));
    const { Responses = {}, UnprocessedKeys = {} } = await this.client.send(new BatchGetCommand({
      RequestItems: { [this.tableName]: { Keys, ProjectionExpression: '#partition, #sort', ExpressionAttributeNames: NAMES } },
    }));
    const answered = [...Responses[this.tableName] ?? [], ...UnprocessedKeys[this.tableName]?.Keys ?? []].map((item) => ids.parse(item));
    const known = new Set(answered.map(({ user_id, image_id }) => `${user_id}/${image_id}`));
    return images.filter(({ userId, imageId }) => !known.has(`${userId}/${imageId}`));
  }
}
