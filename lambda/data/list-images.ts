import { DynamoDBDocumentClient, QueryCommand, QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { Image, toImage } from './image-row';
import { ImageStatus } from '../../src/contract/statuses';
import { Attribute } from '../../src/contract/table';

export interface ImagePageQuery {
  readonly userId: string;
  /** Images at most. */
  readonly limit: number;
  readonly status?: ImageStatus;
  /** Id of the last image of the page before. */
  readonly after?: string;
}

export interface ImagePage {
  readonly images: readonly Image[];
  /** Id to go on after; absent on the last page. */
  readonly after?: string;
}

// A status that few images have makes DynamoDB read many rows for a few hits: a call reads 1,250 at most (about 600 KB
// of full rows), and hands out where to go on.
const ROWS_A_QUERY = 250;
const QUERIES_A_PAGE = 5;

/** By key, not by offset: images that arrive meanwhile sort before the first page and shift nothing. */
export async function listImages(client: DynamoDBDocumentClient, tableName: string, query: ImagePageQuery): Promise<ImagePage> {
  const images: Image[] = [];
  let after = query.after;
  for (let count = 0; count < QUERIES_A_PAGE; count++) {
    const { Items = [], LastEvaluatedKey } = await client.send(command(tableName, query, after));
    images.push(...Items.map(toImage));
    // One more than asked for tells that there is a next page, without handing out an empty one.
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
    // A grant that ran out is no image any more, though DynamoDB may keep its row for days.
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
