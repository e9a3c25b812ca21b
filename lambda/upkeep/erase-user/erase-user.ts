import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, DynamoDBDocumentClient, QueryCommand, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { ErasedCounts, EraseUserRequest, ERASURE_SORT_KEY, Erasure } from '../../../src/contract/erasure';
import { imagesOfUser, uploadsOfUser, workOfUser } from '../../../src/contract/object-keys';
import { quotaPartition, TABLE_KEYS } from '../../../src/contract/table';
import type { ErasureRecords } from '../../data/erasure-record';
import { RemovedPart, removeSomeOfUser } from '../../data/remove-objects';

export interface EraseUserOptions {
  readonly s3: S3Client;
  readonly rows: UserRows;
  readonly records: ErasureRecords;
  readonly inputBucket: string;
  readonly outputBucket: string;
  readonly now: () => Date;
}

interface Removed extends Omit<ErasedCounts, 'accounts'> {
  readonly finished: boolean;
}

/** The data steps of an erasure. Each call does a bounded amount of work and is idempotent. */
export class EraseUser {
  constructor(private readonly options: EraseUserOptions) {}

  public async run(task: EraseUserRequest['task'], userId: string): Promise<Erasure> {
    const { records, now } = this.options;
    switch (task) {
      // The record blocks new grants, because the user's token may stay valid for an hour.
      case 'refuse-grants':
        return records.begin(userId, now());
      case 'note-account':
        return records.noteAccount(userId, now());
      case 'remove-part': {
        const { finished, ...removed } = await this.removePart(userId);
        return records.add(userId, removed, finished, now());
      }
    }
  }

  /**
   * Rows are removed before objects, as in the deletion of one image: a running workflow finds its row gone and removes
   * its own output. Objects are removed by the user's prefixes, which includes objects without a row.
   */
  private async removePart(userId: string): Promise<Removed> {
    const { rows, s3, inputBucket, outputBucket } = this.options;
    const [images, grantCounts] = await Promise.all([rows.removeImages(userId), rows.removeGrantCounts(userId)]);
    if (images.more || grantCounts.more) {
      return { images: images.removed, grant_counts: grantCounts.removed, originals: 0, renditions: 0, working_files: 0, finished: false };
    }
    const [originals, renditions, workingFiles] = await Promise.all([
      removeSomeOfUser(s3, inputBucket, uploadsOfUser(userId)),
      removeSomeOfUser(s3, outputBucket, imagesOfUser(userId)),
      removeSomeOfUser(s3, outputBucket, workOfUser(userId)),
    ]);
    return {
      images: images.removed,
      grant_counts: grantCounts.removed,
      originals: originals.removed,
      renditions: renditions.removed,
      working_files: workingFiles.removed,
      finished: ![originals, renditions, workingFiles].some(({ more }) => more),
    };
  }
}

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
