import { DynamoDBDocumentClient, QueryCommand, QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { Image, toImage } from './image-row';
import { ImageStatus } from '../../src/contract/statuses';
import { Attribute } from '../../src/contract/table';

export interface ImagePageQuery {
  readonly userId: string;
  /** Maximum number of images. */
  readonly limit: number;
  readonly status?: ImageStatus;
  /** Id of the last image of the previous page. */
  readonly after?: string;
}

export interface ImagePage {
  readonly images: readonly Image[];
  /** Id that the next page starts after; absent on the last page. */
  readonly after?: string;
}

// A filter by a rare status makes DynamoDB read many rows for a few hits. A call reads at most 1,250 (about 600 KB of full
// rows) and returns a cursor.
const ROWS_A_QUERY = 250;
const QUERIES_A_PAGE = 5;

/** Pages by key, not by offset: images that arrive meanwhile sort before the first page, so no page shifts. */
export async function listImages(client: DynamoDBDocumentClient, tableName: string, query: ImagePageQuery): Promise<ImagePage> {
  const images: Image[] = [];
  let after = query.after;
  for (let count = 0; count < QUERIES_A_PAGE; count++) {
    const { Items = [], LastEvaluatedKey } = await client.send(command(tableName, query, after));
    images.push(...Items.map(toImage));
    // One image more than the limit shows that there is a next page, so no page is empty.
    if (images.length > query.limit) return { images: images.slice(0, query.limit), after: images[query.limit - 1].image_id };
    after = lastId(LastEvaluatedKey);
    if (after === undefined) break;
  }
  return { images, after };
}

function command(tableName: string, { userId, limit, status }: ImagePageQuery, after: string | undefined): QueryCommand {
  return new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: '#user_id = :user_id',
    // An expired grant no longer counts as an image, although DynamoDB may keep its row for days.
    FilterExpression: `(attribute_not_exists(#expires_at) OR #expires_at >= :now)${status ? ' AND #status = :status' : ''}`,
    ExpressionAttributeNames: {
      '#user_id': Attribute.USER_ID,
      '#expires_at': Attribute.EXPIRES_AT,
      ...(status && { '#status': Attribute.STATUS }),
    },
    ExpressionAttributeValues: {
      ':user_id': userId,
      ':now': Math.floor(Date.now() / 1000),
      ...(status && { ':status': status }),
    },
    ScanIndexForward: false,
    Limit: status ? ROWS_A_QUERY : limit + 1,
    ExclusiveStartKey: after === undefined ? undefined : { [Attribute.USER_ID]: userId, [Attribute.IMAGE_ID]: after },
  });
}

function lastId(key: QueryCommandOutput['LastEvaluatedKey']): string | undefined {
  const id: unknown = key?.[Attribute.IMAGE_ID];
  return typeof id === 'string' ? id : undefined;
}
