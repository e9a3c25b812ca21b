import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deployment } from '../end-to-end/backend';
import type { Row } from '../end-to-end/rows';
import { signedCall } from '../end-to-end/signed-call';

interface Records {
  readonly Records: readonly { readonly dynamodb: { readonly OldImage?: Row; readonly SequenceNumber: string } }[];
  readonly NextShardIterator?: string;
}

/** What the rows of images were before each of their changes, from the table's stream. */
export class RowHistory {
  private readonly states = new Map<string, Row[]>();
  private last?: string;

  private constructor(private readonly shard: { readonly StreamArn: string; readonly ShardId: string }) {}

  public static async start(): Promise<RowHistory> {
    const { Table } = await new DynamoDBClient().send(new DescribeTableCommand({ TableName: deployment.outputs.TableName }));
    const StreamArn = Table!.LatestStreamArn!;
    const { StreamDescription } = await streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>('DescribeStream', { StreamArn });
    const [{ ShardId }] = StreamDescription.Shards;
    return new RowHistory({ StreamArn, ShardId });
  }

  /** Reads what happened since the last look. */
  public async read(): Promise<void> {
    // Made anew: one lives for fifteen minutes.
    const from = this.last === undefined ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: this.last };
    let { ShardIterator } = await streams<{ ShardIterator?: string }>('GetShardIterator', { ...this.shard, ...from });
    while (ShardIterator !== undefined) {
      const { Records: records, NextShardIterator } = await streams<Records>('GetRecords', { ShardIterator });
      if (records.length === 0) return;
      for (const { dynamodb: { OldImage: row, SequenceNumber } } of records) {
        this.last = SequenceNumber;
        const id = row?.image_id?.S;
        if (id !== undefined) this.states.set(id, [...this.states.get(id) ?? [], row!]);
      }
      ShardIterator = NextShardIterator;
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
