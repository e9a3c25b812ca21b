import { DeleteCommand, DynamoDBDocumentClient, QueryCommand, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { ERASURE_SORT_KEY } from '../../../src/contract/erasure';
import { quotaPartition, TABLE_KEYS } from '../../../src/contract/table';
import type { RemovedPart } from '../../data/remove-objects';

/** Rows of one call: some seconds' work. */
const ROWS_A_PAGE = 250;
/** As many deletions at a time: half of the connections that a client keeps. */
const PARALLEL_DELETIONS = 25;

const NAMES = { '#partition': TABLE_KEYS.partition, '#sort': TABLE_KEYS.sort };

/** The rows of one user, removed page by page. */
export class UserRows {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  public async removeImages(userId: string): Promise<RemovedPart> {
    return this.removePage({ KeyConditionExpression: '#partition = :partition', ExpressionAttributeValues: { ':partition': userId } });
  }

  /** All but the record of the erasure, which sorts behind them. */
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
      const wereThere = await Promise.all(Items.slice(start, start + PARALLEL_DELETIONS).map(async (key) => this.remove(key)));
      removed += wereThere.filter(Boolean).length;
    }
    return { removed, more: LastEvaluatedKey !== undefined };
  }

  /** @returns whether this call removed it: of two runs at once, each row is counted by one */
  private async remove(key: Record<string, unknown>): Promise<boolean> {
    const { Attributes } = await this.client.send(new DeleteCommand({ TableName: this.tableName, Key: key, ReturnValues: 'ALL_OLD' }));
    return Attributes !== undefined;
  }
}
