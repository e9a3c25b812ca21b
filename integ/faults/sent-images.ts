import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { inParallel } from '../demo/in-parallel';
import { deployment, grant, Grant, put, User } from '../end-to-end/backend';
import type { Row } from '../end-to-end/rows';

/** An image whose bytes the bucket accepted: from here on it may not be lost. */
export interface SentImage {
  readonly owner: Pick<User, 'id'>;
  readonly imageId: string;
  /** Without quotes, as events have it. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

const AT_A_TIME = 8;

export async function granted(user: User, count: number): Promise<Grant[]> {
  return inParallel(Array.from({ length: count }), AT_A_TIME, async () => grant(user, 'fault.jpg', 'image/jpeg'));
}

/** @throws Error where the bucket does not accept the bytes */
export async function sendTo(owner: Pick<User, 'id'>, to: Grant, bytes: Buffer): Promise<SentImage> {
  const response = await put(to, bytes);
  if (response.status !== 200) throw new Error(`S3 answered ${response.status}: ${await response.text()}`);
  return { owner, imageId: to.image_id, etag: response.headers.get('etag')!.replaceAll('"', ''), size: bytes.length };
}

export async function sendAll(user: User, grants: readonly Grant[], bytes: Buffer): Promise<SentImage[]> {
  return inParallel(grants, AT_A_TIME, async to => sendTo(user, to, bytes));
}

/** Rows of the owners' images by id, as they are now. */
export async function rowsOf(images: readonly SentImage[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const id of new Set(images.map(({ owner }) => owner.id))) {
    const pages = paginateQuery({ client: new DynamoDBClient() }, {
      TableName: deployment.outputs.TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'user_id = :id',
      ExpressionAttributeValues: { ':id': { S: id } },
    });
    for await (const { Items = [] } of pages) for (const row of Items) rows.set(row.image_id.S!, row);
  }
  return rows;
}

export function hasEnded(row: Row | undefined): boolean {
  return ['ready', 'rejected', 'failed'].includes(row?.status?.S ?? '');
}
