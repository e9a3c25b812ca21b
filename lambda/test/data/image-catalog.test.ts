import { ConditionalCheckFailedException, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ImageCatalog } from '../../data/image-catalog';
import { createDynamoDb } from '../../runtime/document-client';

const IMAGE_ID = '01900000-0000-7000-8000-00000000000a';
const dynamo = mockClient(DynamoDBDocumentClient);
const catalog = new ImageCatalog(createDynamoDb(), 'images');
const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
beforeEach(() => { dynamo.reset(); });

const ROW = {
  user_id: 'user',
  image_id: IMAGE_ID,
  status: 'ready',
  filename: 'ファイル 100% (1)+é.jpg',
  content_type: 'image/jpeg',
  size: 9,
  width: 4,
  height: 3,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:05.000Z',
  placeholder: 'YTkGJwa',
  dominant_color: '#102030',
  sha256: 'ab',
  renditions: JSON.stringify([{ size: 'medium', format: 'webp', width: 4, height: 3, bytes: 5, key: 'images/user/x/0123abcd/medium.webp' }]),
};

describe('createPending', () => {
  const pending = {
    userId: 'user',
    imageId: IMAGE_ID,
    filename: 'a.jpg',
    contentType: 'image/jpeg',
    size: 9,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    expiresAt: new Date('2026-01-02T00:05:00.001Z'),
  };

  // holds: threat.upload.overwritten-row
  test('writes a row of the unfinished index that DynamoDB forgets, and never over another', async () => {
    await catalog.createPending(pending);
    expect(dynamo.commandCalls(PutCommand)[0].args[0].input).toEqual({
      TableName: 'images',
      Item: {
        user_id: 'user',
        image_id: IMAGE_ID,
        status: 'pending',
        filename: 'a.jpg',
        content_type: 'image/jpeg',
        size: 9,
        unfinished: 'a',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
        expires_at: Date.UTC(2026, 0, 2, 0, 5, 1) / 1000,
      },
      ConditionExpression: 'attribute_not_exists(#image_id)',
      ExpressionAttributeNames: { '#image_id': 'image_id' },
    });
  });

  test('fails where the id is taken', async () => {
    dynamo.on(PutCommand).rejects(refused);
    await expect(catalog.createPending(pending)).rejects.toBe(refused);
  });
});

describe('get', () => {
  test('gives the image with its renditions, read as of now', async () => {
    dynamo.on(GetCommand, { TableName: 'images', Key: { user_id: 'user', image_id: IMAGE_ID }, ConsistentRead: true }).resolves({ Item: ROW });
    expect(await catalog.get('user', IMAGE_ID)).toMatchObject({ filename: ROW.filename, renditions: [{ size: 'medium', key: expect.any(String) }] });
  });

  test('gives nothing for no row, and for a grant that ran out', async () => {
    dynamo.on(GetCommand).resolves({});
    expect(await catalog.get('user', IMAGE_ID)).toBeUndefined();
    dynamo.on(GetCommand).resolves({ Item: { ...ROW, status: 'pending', expires_at: Math.floor(Date.now() / 1000) - 5 } });
    expect(await catalog.get('user', IMAGE_ID)).toBeUndefined();
    dynamo.on(GetCommand).resolves({ Item: { ...ROW, status: 'pending', expires_at: Math.floor(Date.now() / 1000) + 60 } });
    expect(await catalog.get('user', IMAGE_ID)).toMatchObject({ status: 'pending' });
  });

  test.each([{ status: 'unknown' }, { filename: undefined }, { renditions: '{}' }, { renditions: '[{"size":"a"}]' }])(
    'fails for a row with %p, naming the image', async (change) => {
      dynamo.on(GetCommand).resolves({ Item: { ...ROW, ...change } });
      await expect(catalog.get('user', IMAGE_ID)).rejects.toThrow(`the row of image ${IMAGE_ID} is not what this system writes`);
    });
});

describe('claim', () => {
  const upload = { user_id: 'user', image_id: IMAGE_ID, key: `uploads/user/${IMAGE_ID}`, size: 9, etag: 'e' };
  const now = new Date('2026-01-01T00:00:01Z');

  test('moves a pending row, or one of the same message, to processing', async () => {
    dynamo.on(UpdateCommand).resolves({ Attributes: { status: 'pending' } });
    expect(await catalog.claim(upload, 'message-1', now)).toBe('first');
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input).toEqual({
      TableName: 'images',
      Key: { user_id: 'user', image_id: IMAGE_ID },
      ConditionExpression: '#status = :pending OR (#status = :processing AND (#claimed_by = :message OR attribute_not_exists(#claimed_by)))',
      UpdateExpression: 'SET #status = :status, #claimed_by = :claimed_by, #updated_at = :updated_at, #size = :size REMOVE #expires_at',
      ExpressionAttributeNames: { '#status': 'status', '#claimed_by': 'claimed_by', '#updated_at': 'updated_at', '#size': 'size', '#expires_at': 'expires_at' },
      ExpressionAttributeValues: {
        ':pending': 'pending',
        ':processing': 'processing',
        ':message': 'message-1',
        ':status': 'processing',
        ':claimed_by': 'message-1',
        ':updated_at': '2026-01-01T00:00:01.000Z',
        ':size': 9,
      },
      ReturnValues: 'UPDATED_OLD',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test('tells a repetition from the first time', async () => {
    dynamo.on(UpdateCommand).resolves({ Attributes: { status: 'processing', claimed_by: 'message-1' } });
    expect(await catalog.claim(upload, 'message-1', now)).toBe('repeated');
  });

  test.each([
    ['processing', 'refused'], ['ready', 'refused'], ['failed', 'refused'], ['rejected', 'rejected'], [undefined, 'unknown'],
  ])('of an image that is %p is %s', async (status, claim) => {
    const Item = status === undefined ? undefined : { user_id: { S: 'user' }, status: { S: status } };
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item }));
    expect(await catalog.claim(upload, 'message-1', now)).toBe(claim);
  });

  test('fails with other errors, so that the message comes again', async () => {
    const error = new DynamoDBServiceException({ name: 'ProvisionedThroughputExceededException', $fault: 'client', $metadata: {} });
    dynamo.on(UpdateCommand).rejects(error);
    await expect(catalog.claim(upload, 'message-1', now)).rejects.toBe(error);
  });
});

test.each([
  [{ status: 'pending' }, true], [{ status: 'processing' }, false], [{ status: 'ready' }, false], [undefined, false],
])('remove deletes the row of that owner, and tells of %p whether it was pending', async (Attributes, wasPending) => {
  dynamo.on(DeleteCommand).resolves({ Attributes });
  expect(await catalog.remove('user', IMAGE_ID)).toBe(wasPending);
  expect(dynamo.commandCalls(DeleteCommand)[0].args[0].input)
    .toEqual({ TableName: 'images', Key: { user_id: 'user', image_id: IMAGE_ID }, ReturnValues: 'ALL_OLD' });
});
