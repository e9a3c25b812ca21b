import { DeleteCommand, DynamoDBDocumentClient, QueryCommand, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { ERASURE_SORT_KEY } from '../../../src/contract/erasure';
import { quotaPartition, TABLE_KEYS } from '../../../src/contract/table';
import type { RemovedPart } from '../../data/remove-objects';

/** Rows per call, deleted within a few seconds. */
const ROWS_A_PAGE = 250;
/** Half of the connections that a client keeps open. */
const PARALLEL_DELETIONS = 25;

const NAMES = { '#partition': TABLE_KEYS.partition, '#sort': TABLE_KEYS.sort };

/** Removes the rows of one user, page by page. */
export class UserRows {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  public async removeImages(userId: string): Promise<RemovedPart> {
    return this.removePage({ KeyConditionExpression: '#partition = :partition', ExpressionAttributeValues: { ':partition': userId } });
  }

  /** Keeps the erasure record, which sorts after the grant counts. */
  public async removeGrantCounts(userId: string): Promise<RemovedPart> {
    return this.removePage({
      KeyConditionExpression: '#partition = :partition AND #sort < :record',
      ExpressionAttributeValues: { ':partition': quotaPartition(userId), ':record': ERASURE_SORT_KEY },
    });
  }

  private async removePage(query: Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'>): Promise<RemovedPart> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(new QueryCommand({
      ...query,
      TableName: this.tableName,
      ProjectionExpression: '#partition, #sort',
      ExpressionAttributeNames: NAMES,
      Limit: ROWS_A_PAGE,
      ConsistentRead: true,
    }));
    let removed = 0;
    for (let start = 0; start < Items.length; start += PARALLEL_DELETIONS) {
      const deleted = await Promise.all(Items.slice(start, start + PARALLEL_DELETIONS).map(async (key) => this.remove(key)));
      removed += deleted.filter(Boolean).length;
    }
    return { removed, more: LastEvaluatedKey !== undefined };
  }

  /** @returns whether this call removed the row, so that concurrent runs count each row once */
  private async remove(key: Record<string, unknown>): Promise<boolean> {
    const { Attributes } = await this.client.send(new DeleteCommand({ TableName: this.tableName, Key: key, ReturnValues: 'ALL_OLD' }));
    return Attributes !== undefined;
  }
}
