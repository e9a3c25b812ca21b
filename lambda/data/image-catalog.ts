import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, QueryCommandOutput, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { changeExpressions, namesIn, rowKey, When } from './row-change';
import { IMAGE_FORMATS } from '../../src/contract/image-settings';
import { MAX_REASON } from '../../src/contract/moderation';
import { IMAGE_STATUSES, ImageStatus } from '../../src/contract/statuses';
import { Attribute, unfinishedShard } from '../../src/contract/table';

export interface PendingImage {
  readonly userId: string;
  readonly imageId: string;
  readonly filename: string;
  readonly contentType: string;
  /** Bytes, if the client declared them. */
  readonly size?: number;
  readonly createdAt: Date;
  /** When DynamoDB may remove the row if nothing is uploaded. */
  readonly expiresAt: Date;
}

/** What a claim needs of an upload. */
export interface ClaimedUpload {
  readonly user_id: string;
  readonly image_id: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * State in which an upload found its image: pending (`first`); claimed by the same message before (`repeated`); finished, or
 * claimed by another message (`refused`); already rejected (`rejected`); or without a row (`unknown`).
 */
export type Claim = 'first' | 'repeated' | 'refused' | 'rejected' | 'unknown';

const PENDING: ImageStatus = 'pending';
const PROCESSING: ImageStatus = 'processing';
const REJECTED: ImageStatus = 'rejected';

/** The table of images. Every call names the owner, so an id is not enough to reach another user's rows. */
export class ImageCatalog {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** @throws ConditionalCheckFailedException if the id is taken */
  public async createPending(image: PendingImage): Promise<void> {
    const createdAt = image.createdAt.toISOString();
    const { expression: isNew } = When.isNew();
    await this.client.send(new PutCommand({
      TableName: this.tableName,
      Item: {
        [Attribute.USER_ID]: image.userId,
        [Attribute.IMAGE_ID]: image.imageId,
        [Attribute.STATUS]: PENDING,
        [Attribute.FILENAME]: image.filename,
        [Attribute.CONTENT_TYPE]: image.contentType,
        [Attribute.SIZE]: image.size,
        [Attribute.CREATED_AT]: createdAt,
        [Attribute.UPDATED_AT]: createdAt,
        [Attribute.UNFINISHED]: unfinishedShard(image.imageId),
        [Attribute.EXPIRES_AT]: Math.ceil(image.expiresAt.getTime() / 1000),
      },
      ConditionExpression: isNew,
      ExpressionAttributeNames: namesIn(isNew),
    }));
  }

  /** `undefined` if there is no row, or the grant has expired: DynamoDB takes days to remove those. */
  public async get(userId: string, imageId: string): Promise<Image | undefined> {
    const { Item } = await this.client.send(new GetCommand({
      TableName: this.tableName,
      Key: rowKey(userId, imageId),
      // Right after an upload's grant or a deletion, an older state would surprise.
      ConsistentRead: true,
    }));
    const expiry: unknown = Item?.[Attribute.EXPIRES_AT];
    const expired = typeof expiry === 'number' && expiry * 1000 < Date.now();
    return Item && !expired ? toImage(Item) : undefined;
  }

  /** Newest first. A page may be shorter than the limit although `after` is set. */
  public async list(query: ImagePageQuery): Promise<ImagePage> {
    return listImages(this.client, this.tableName, query);
  }

  /** Moves a pending image to processing, for one queue message. */
  public async claim({ user_id, image_id, size }: ClaimedUpload, messageId: string, now: Date): Promise<Claim> {
    try {
      const { Attributes: before } = await this.client.send(new UpdateCommand({
        TableName: this.tableName,
        Key: rowKey(user_id, image_id),
        ...changeExpressions({
          when: When.isClaimable(messageId),
          set: {
            [Attribute.STATUS]: PROCESSING,
            [Attribute.CLAIMED_BY]: messageId,
            [Attribute.UPDATED_AT]: now.toISOString(),
            [Attribute.SIZE]: size,
          },
          remove: [Attribute.EXPIRES_AT],
        }),
        ReturnValues: 'UPDATED_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }));
      return before?.[Attribute.STATUS] === PENDING ? 'first' : 'repeated';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The document client leaves DynamoDB's types in the row of an error.
      const status = error.Item?.[Attribute.STATUS]?.S;
      if (status === undefined) return 'unknown';
      return status === REJECTED ? 'rejected' : 'refused';
    }
  }

  /**
   * Also succeeds if there is no such row.
   * @returns whether the image was still waiting for its upload
   */
  public async remove(userId: string, imageId: string): Promise<boolean> {
    const { Attributes: before } = await this.client.send(new DeleteCommand({
      TableName: this.tableName, Key: rowKey(userId, imageId), ReturnValues: 'ALL_OLD',
    }));
    return before?.[Attribute.STATUS] === PENDING;
  }
}

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
    ExpressionAttributeNames: { '#user_id': Attribute.USER_ID, '#expires_at': Attribute.EXPIRES_AT, ...(status && { '#status': Attribute.STATUS }) },
    ExpressionAttributeValues: { ':user_id': userId, ':now': Math.floor(Date.now() / 1000), ...(status && { ':status': status }) },
    ScanIndexForward: false,
    Limit: status ? ROWS_A_QUERY : limit + 1,
    ExclusiveStartKey: after === undefined ? undefined : { [Attribute.USER_ID]: userId, [Attribute.IMAGE_ID]: after },
  });
}

function lastId(key: QueryCommandOutput['LastEvaluatedKey']): string | undefined {
  const id: unknown = key?.[Attribute.IMAGE_ID];
  return typeof id === 'string' ? id : undefined;
}

/** Third-party text: truncated before the API returns it. */
function shortened(text: string): string {
  return [...text].slice(0, MAX_REASON).join('');
}

/** The attributes that the API reads; the others belong to the workflow. */
const row = z.object({
  user_id: z.string(),
  image_id: z.string(),
  status: z.enum(IMAGE_STATUSES),
  filename: z.string(),
  content_type: z.string(),
  size: z.optional(z.number()),
  width: z.optional(z.number()),
  height: z.optional(z.number()),
  created_at: z.string(),
  updated_at: z.string(),
  reason: z.optional(z.string()),
  reason_detail: z.optional(z.pipe(z.string(), z.transform(shortened))),
  placeholder: z.optional(z.string()),
  renditions: z.optional(z.string()),
});

const renditions = z.array(z.object({
  size: z.string(),
  format: z.enum(IMAGE_FORMATS),
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
  key: z.string(),
}));

export type RowRendition = Readonly<z.infer<typeof renditions>[number]>;

export interface Image extends Omit<z.infer<typeof row>, 'renditions'> {
  readonly renditions: readonly RowRendition[];
}

/** @throws Error naming the image if its row is not what this system writes */
export function toImage(item: Readonly<Record<string, unknown>>): Image {
  const parsed = row.safeParse(item);
  const list = parsed.success ? renditions.safeParse(JSON.parse(parsed.data.renditions ?? '[]')) : undefined;
  if (!parsed.success || !list?.success) {
    throw new Error(`the row of image ${String(item.image_id)} is not what this system writes`);
  }
  return { ...parsed.data, renditions: list.data };
}
