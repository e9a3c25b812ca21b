import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { v7 } from 'uuid';
import { GrantQuota } from '../../data/grant-quota';
import { createDynamoDb } from '../../runtime/document-client';

const dynamo = mockClient(DynamoDBDocumentClient);
const quota = new GrantQuota(createDynamoDb(), 'images');
const LIMITS = { maxOpenGrants: 10, maxGrantsPerMinute: 20, expiresInSeconds: 300 };
const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

/** Of an image of that moment of 2026-01-01, from 12:00:00. */
const idAt = (seconds: number) => v7({ msecs: Date.UTC(2026, 0, 1, 12, 0, seconds) });
const minute = (name: string, open: number) => ({ user_id: 'quota#user', image_id: `2026-01-01T${name}Z`, open });
const take = (seconds = 20, limits = LIMITS) => quota.take('user', idAt(seconds), limits);

beforeEach(() => {
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(UpdateCommand).resolves({});
});

describe('a grant', () => {
  test('is counted in the minute of its image, in a row that DynamoDB forgets once no grant of it lives', async () => {
    expect(await take()).toBeUndefined();
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input).toEqual({
      TableName: 'images',
      Key: { user_id: 'quota#user', image_id: '2026-01-01T12:00Z' },
      ConditionExpression: 'attribute_not_exists(#granted) OR #granted < :most',
      UpdateExpression: 'ADD #granted :one, #open :one SET #expires_at = :expires_at',
      ExpressionAttributeNames: { '#granted': 'granted', '#open': 'open', '#expires_at': 'expires_at' },
      ExpressionAttributeValues: { ':most': 20, ':one': 1, ':expires_at': Date.UTC(2026, 0, 1, 12, 6) / 1000 },
    });
  });

  test('costs one query over the minutes whose grants may still live, and one write', async () => {
    await take();
    expect(dynamo.calls()).toHaveLength(2);
    expect(dynamo.commandCalls(QueryCommand)[0].args[0].input).toEqual({
      TableName: 'images',
      KeyConditionExpression: '#partition = :user AND #sort >= :oldest',
      ExpressionAttributeNames: { '#partition': 'user_id', '#sort': 'image_id' },
      // 300 s before 12:00:20 is 11:55:20: a grant of the end of that minute is still alive.
      ExpressionAttributeValues: { ':user': 'quota#user', ':oldest': '2026-01-01T11:55Z' },
      ConsistentRead: true,
    });
  });

  test.each([
    [0, 300, '11:55'], [59, 300, '11:55'], [0, 1, '11:59'], [0, 60, '11:59'], [1, 60, '11:59'], [0, 3600, '11:00'], [30, 90, '11:59'],
  ])('at second %i, with a life of %i s, looks back to %s', async (seconds, expiresInSeconds, oldest) => {
    await take(seconds, { ...LIMITS, expiresInSeconds });
    expect(dynamo.commandCalls(QueryCommand)[0].args[0].input.ExpressionAttributeValues?.[':oldest']).toBe(`2026-01-01T${oldest}Z`);
  });
});

describe('a limit', () => {
  test.each<[string, object[], number | undefined]>([
    ['none open', [], undefined],
    ['one below the limit', [minute('11:55', 4), minute('11:58', 5)], undefined],
    // The minute of 11:55 ends at 11:56, its last grant at 12:01: 40 s after 12:00:20.
    ['the limit, over several minutes', [minute('11:55', 4), minute('11:58', 6)], 40],
    ['more than the limit', [minute('11:58', 12)], 220],
    ['the limit, after minutes whose grants are all used', [minute('11:55', 0), minute('11:59', 10)], 280],
    ['the limit within this minute', [minute('12:00', 10)], 340],
  ])('of open grants is reached or not: %s', async (_title, Items, retryAfterSeconds) => {
    dynamo.on(QueryCommand).resolves({ Items });
    expect(await take()).toEqual(retryAfterSeconds && { limit: 'open', retryAfterSeconds });
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(retryAfterSeconds ? 0 : 1);
  });

  test.each([[0, 60], [20, 40], [59, 1], [59.999, 1]])('of the minute, reached at second %p, lasts %i s', async (seconds, retryAfterSeconds) => {
    dynamo.on(UpdateCommand).rejects(refused);
    expect(await take(seconds)).toEqual({ limit: 'minute', retryAfterSeconds });
  });

  test('of none holds for a user who is erased, and counts nothing', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [minute('12:00', 1), { user_id: 'quota#user', image_id: 'erased', started_at: '2026-01-01T12:00:00.000Z' }] });
    expect(await take()).toBe('erased');
    expect(dynamo.commandCalls(UpdateCommand)).toEqual([]);
  });

  test('fails where DynamoDB does', async () => {
    dynamo.on(UpdateCommand).rejects(new Error('no answer'));
    await expect(take()).rejects.toThrow('no answer');
  });
});

describe('release', () => {
  test('takes one off the open grants of the image\'s minute, never below none', async () => {
    await quota.release('user', idAt(20));
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input).toEqual({
      TableName: 'images',
      Key: { user_id: 'quota#user', image_id: '2026-01-01T12:00Z' },
      ConditionExpression: '#open > :none',
      UpdateExpression: 'ADD #open :less',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':none': 0, ':less': -1 },
    });
  });

  test('does nothing where the count is forgotten', async () => {
    dynamo.on(UpdateCommand).rejects(refused);
    await expect(quota.release('user', idAt(20))).resolves.toBeUndefined();
  });

  test('fails where DynamoDB does', async () => {
    dynamo.on(UpdateCommand).rejects(new Error('no answer'));
    await expect(quota.release('user', idAt(20))).rejects.toThrow('no answer');
  });
});
