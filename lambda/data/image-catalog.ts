import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Image, toImage } from './image-row';
import { ImagePage, ImagePageQuery, listImages } from './list-images';
import { ImageStatus } from '../../src/contract/statuses';
import { Attribute, unfinishedShard } from '../../src/contract/table';
import { UploadedImage } from '../../src/contract/workflow';

export interface PendingImage {
  readonly userId: string;
  readonly imageId: string;
  readonly filename: string;
  readonly contentType: string;
  /** Bytes, where the client announced them. */
  readonly size?: number;
  readonly createdAt: Date;
  /** When the row may be forgotten if no bytes come. */
  readonly expiresAt: Date;
}

/**
 * How an upload found its image: waiting for it; claimed by the same message before; finished, or in the hands of
 * another message; without use for it, since it was rejected; or not at all.
 */
export type Claim = 'first' | 'repeated' | 'refused' | 'unwanted' | 'unknown';

const PENDING: ImageStatus = 'pending';
const PROCESSING: ImageStatus = 'processing';
const REJECTED: ImageStatus = 'rejected';

/** The table of images. Every call names the owner, so no caller reaches another's rows by an id alone. */
export class ImageCatalog {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** @throws ConditionalCheckFailedException where the id is taken */
  public async createPending(image: PendingImage): Promise<void> {
    const createdAt = image.createdAt.toISOString();
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
      ConditionExpression: 'attribute_not_exists(#id)',
      ExpressionAttributeNames: { '#id': Attribute.IMAGE_ID },
    }));
  }

  /** `undefined` for no row, and for a grant that ran out: DynamoDB takes days to remove those. */
  public async get(userId: string, imageId: string): Promise<Image | undefined> {
    const { Item } = await this.client.send(new GetCommand({
      TableName: this.tableName,
      Key: key(userId, imageId),
      // Right after an upload's grant or a deletion, an older state would surprise.
      ConsistentRead: true,
    }));
    const expiry: unknown = Item?.[Attribute.EXPIRES_AT];
    const expired = typeof expiry === 'number' && expiry * 1000 < Date.now();
    return Item && !expired ? toImage(Item) : undefined;
  }

  /** Newest first. A page may be shorter than asked for while `after` says that there is more. */
  public async list(query: ImagePageQuery): Promise<ImagePage> {
    return listImages(this.client, this.tableName, query);
  }

  /**
   * Moves a pending image to processing for one queue message. The same message may claim again, since its first try
   * may have ended before the workflow started; no other message may, but for one that the sweeper took from its message.
   */
  public async claim({ user_id, image_id, size }: UploadedImage, messageId: string, now: Date): Promise<Claim> {
    try {
      const { Attributes: before } = await this.client.send(new UpdateCommand({
        TableName: this.tableName,
        Key: key(user_id, image_id),
        ConditionExpression: '#status = :pending OR (#status = :processing AND (#claimed_by = :message OR attribute_not_exists(#claimed_by)))',
        UpdateExpression: 'SET #status = :processing, #claimed_by = :message, #updated_at = :now, #size = :size REMOVE #expires_at',
        ExpressionAttributeNames: {
          '#status': Attribute.STATUS,
          '#claimed_by': Attribute.CLAIMED_BY,
          '#updated_at': Attribute.UPDATED_AT,
          '#size': Attribute.SIZE,
          '#expires_at': Attribute.EXPIRES_AT,
        },
        ExpressionAttributeValues: {
          ':pending': PENDING,
          ':processing': PROCESSING,
          ':message': messageId,
          ':now': now.toISOString(),
          ':size': size,
        },
        ReturnValues: 'UPDATED_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }));
      return before?.[Attribute.STATUS] === PENDING ? 'first' : 'repeated';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The document client leaves DynamoDB's types in the row of an error.
      const status = error.Item?.[Attribute.STATUS]?.S;
      if (status === undefined) return 'unknown';
      return status === REJECTED ? 'unwanted' : 'refused';
    }
  }

  /**
   * Succeeds where there is no such row, too.
   * @returns whether the image waited for its upload until now
   */
  public async remove(userId: string, imageId: string): Promise<boolean> {
    const { Attributes: before } = await this.client.send(new DeleteCommand({
      TableName: this.tableName, Key: key(userId, imageId), ReturnValues: 'ALL_OLD',
    }));
    return before?.[Attribute.STATUS] === PENDING;
  }
}

function key(userId: string, imageId: string): Record<string, string> {
  return { [Attribute.USER_ID]: userId, [Attribute.IMAGE_ID]: imageId };
}
