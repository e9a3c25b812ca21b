import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { RepairPart } from './read-request';
import { ImageStatus } from '../../../src/contract/statuses';
import { Attribute, unfinishedShard } from '../../../src/contract/table';
import { changeExpressions, RowChange, rowKey, When, unlessRefused } from '../../data/row-change';

const row = z.object({
  user_id: z.string(),
  image_id: z.string(),
  updated_at: z.string(),
  renditions: z.optional(z.string()),
  reprocessing_since: z.optional(z.string()),
});
export type RepairableImage = Readonly<z.infer<typeof row>>;

export interface ReadPage {
  readonly lookedAt: number;
  /** `undefined` for a row that this system did not write. */
  readonly images: readonly (RepairableImage | undefined)[];
  readonly cursor?: RepairPart['cursor'];
}

/** Rows read for a page: all of them may match, and a call has to end within seconds. */
const ROWS_A_PAGE = 100;
/** Longer than a message waits and a workflow takes, with a queue that is as full as repairs make it. */
const UNDER_WAY_MS = 60 * 60_000;

/** Finished images, for repairs. A row changes only if it is still as it was read. */
export class RepairableImages {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** Rows of the table, as DynamoDB counted them some hours ago. */
  public async count(): Promise<number> {
    const { Table } = await this.client.send(new DescribeTableCommand({ TableName: this.tableName }));
    return Table?.ItemCount ?? 0;
  }

  /** A page of a segment of the table, or of the images of one user. */
  public async read({ user_id, segment, segments, cursor }: RepairPart, status: 'failed' | 'ready'): Promise<ReadPage> {
    const names = Object.keys(row.shape);
    const page = {
      TableName: this.tableName,
      ExclusiveStartKey: cursor,
      Limit: ROWS_A_PAGE,
      FilterExpression: '#status = :status',
      ProjectionExpression: names.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries([...names, Attribute.STATUS].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: { ':status': status, ...(user_id !== undefined && { ':user_id': user_id }) },
    };
    const { Items = [], ScannedCount = 0, LastEvaluatedKey } = await (user_id === undefined
      ? this.client.send(new ScanCommand({ ...page, Segment: segment, TotalSegments: segments }))
      : this.client.send(new QueryCommand({ ...page, KeyConditionExpression: '#user_id = :user_id' })));
    return { lookedAt: ScannedCount, images: Items.map((item) => row.safeParse(item).data), cursor: LastEvaluatedKey as RepairPart['cursor'] };
  }

  /** Brings a failed image back to processing. @returns false if the row has changed since it was read */
  public async retry(image: RepairableImage, now: Date): Promise<boolean> {
    return this.update(image, {
      when: When.isUnchanged('failed', image.updated_at),
      set: {
        [Attribute.STATUS]: 'processing' satisfies ImageStatus,
        [Attribute.UNFINISHED]: unfinishedShard(image.image_id),
        [Attribute.UPDATED_AT]: now.toISOString(),
      },
      remove: [Attribute.REASON, Attribute.ENDED_BY],
    });
  }

  /** Notes that a ready image is sent to be processed again. @returns false if the row has changed since it was read, or another repair sent it */
  public async reprocess(image: RepairableImage, now: Date): Promise<boolean> {
    return this.update(image, {
      when: When.isReprocessable(image.updated_at, new Date(now.getTime() - UNDER_WAY_MS)),
      set: { [Attribute.REPROCESSING_SINCE]: now.toISOString() },
      remove: [Attribute.REPROCESSING_REASON],
    });
  }

  private async update({ user_id, image_id }: RepairableImage, change: RowChange): Promise<boolean> {
    return await unlessRefused(this.client.send(new UpdateCommand({
      TableName: this.tableName, Key: rowKey(user_id, image_id), ...changeExpressions(change),
    }))) !== undefined;
  }
}

/** Whether a ready image was sent so recently that its workflow may still be running. */
export function isUnderWay({ reprocessing_since: since }: RepairableImage, now: Date): boolean {
  return since !== undefined && now.getTime() - Date.parse(since) < UNDER_WAY_MS;
}
