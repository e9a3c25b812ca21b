import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deployment } from '../end-to-end/backend';
import type { Row } from '../end-to-end/rows';
import { signedCall } from '../end-to-end/signed-call';

interface Records {
  readonly Records: readonly { readonly dynamodb: { readonly OldImage?: Row } }[];
  readonly NextShardIterator?: string;
}

/** What the rows of images were before each of their changes, from the table's stream. */
export class RowHistory {
  private readonly states = new Map<string, Row[]>();

  private constructor(private iterator: string) {}

  public static async start(): Promise<RowHistory> {
    const { Table } = await new DynamoDBClient().send(new DescribeTableCommand({ TableName: deployment.outputs.TableName }));
    const StreamArn = Table!.LatestStreamArn!;
    const { StreamDescription } = await streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>('DescribeStream', { StreamArn });
    const [{ ShardId }] = StreamDescription.Shards;
    const { ShardIterator } = await streams<{ ShardIterator: string }>('GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    return new RowHistory(ShardIterator);
  }

  /** Reads what happened since the last look. */
  public async read(): Promise<void> {
    for (;;) {
      const { Records: records, NextShardIterator } = await streams<Records>('GetRecords', { ShardIterator: this.iterator });
      this.iterator = NextShardIterator ?? this.iterator;
      if (records.length === 0) return;
      for (const { dynamodb: { OldImage: row } } of records) {
        const id = row?.image_id?.S;
        if (id !== undefined) this.states.set(id, [...this.states.get(id) ?? [], row!]);
      }
    }
  }

  /** States of an image's row that it is no longer in, the oldest first. */
  public of(imageId: string): readonly Row[] {
    return this.states.get(imageId) ?? [];
  }
}

async function streams<T>(operation: string, body: object): Promise<T> {
  return signedCall<T>({ service: 'dynamodb', method: 'POST', target: `DynamoDBStreams_20120810.${operation}`, body });
}
