import '../../support/environment';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createS3 } from '../../../runtime/clients';
import { createDynamoDb } from '../../../runtime/document-client';
import { checkOriginals, ORIGINALS_A_SWEEP, OriginalsRound } from '../../../upkeep/sweeper/check-originals';
import { recordingTelemetry } from '../../support/telemetry';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);

/** Two days after the ids were made. */
const NOW = new Date('2022-02-24T19:22:22.000Z');
const YESTERDAY = '2022-02-23T19:22:00.000Z';
const TODAY = '2022-02-24T00:00:00.000Z';

const idOf = (index: number) => `017f22e2-79b0-7cc3-98c4-${index.toString(16).padStart(12, '0')}`;
const keyOf = (index: number) => `uploads/user/${idOf(index)}`;
const indices = (count: number) => Array.from({ length: count }, (_, index) => index);

interface Asked { readonly RequestItems: { readonly images: { readonly Keys: readonly { readonly image_id: string }[] } } }

function listing(keys: readonly string[], IsTruncated = false): void {
  s3.on(ListObjectsV2Command).resolves({ Contents: keys.map((Key) => ({ Key })), IsTruncated });
}

/** Rows of all images but these. */
function rowsBut(...missing: readonly number[]): void {
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems: { images: { Keys } } }: Asked) => ({
    Responses: { images: Keys.filter(({ image_id }) => !missing.map(idOf).includes(image_id)) },
  }));
}

beforeEach(() => {
  dynamo.reset();
  s3.reset();
  dynamo.on(GetCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
});

async function run() {
  const telemetry = recordingTelemetry();
  await checkOriginals({ round: new OriginalsRound(createDynamoDb(), 'images'), s3: createS3(), inputBucket: 'input', telemetry, now: () => NOW });
  return telemetry;
}

const noted = () => dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input);
const asked = () => dynamo.commandCalls(BatchGetCommand).flatMap(({ args: [{ input }] }) => input.RequestItems?.images.Keys ?? []);

test('an original without a row is reported with its ids, and left where it is', async () => {
  listing([0, 1, 2].map(keyOf));
  rowsBut(1);
  const { counted, lines } = await run();
  expect(counted).toEqual(['OriginalsWithoutRow']);
  expect(lines).toMatchObject([{ level: 'warn', keys: { user_id: 'user', image_id: idOf(1) } }, { level: 'warn', keys: { count: 1 } }]);
  expect(s3.calls()).toHaveLength(1);
});

test('where every original has its row, nothing is said', async () => {
  listing([0, 1, 2].map(keyOf));
  rowsBut();
  const { counted, lines } = await run();
  expect([counted, lines]).toEqual([[], []]);
});

test('many of them are counted all, and written in few lines', async () => {
  listing(indices(150).map(keyOf));
  rowsBut(...indices(150));
  const { counted, lines } = await run();
  expect(counted).toHaveLength(150);
  expect(lines).toHaveLength(11);
});

test('a full listing is looked up in two reads of a hundred keys, which ask for nothing else', async () => {
  listing(indices(ORIGINALS_A_SWEEP).map(keyOf), true);
  rowsBut();
  await run();
  const reads = dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems!.images);
  expect(reads.map(({ Keys }) => Keys?.length)).toEqual([100, 100]);
  for (const { ProjectionExpression } of reads) expect(ProjectionExpression).toBe('#partition, #sort');
});

test('what DynamoDB did not get to is not taken for missing', async () => {
  listing([keyOf(0)]);
  dynamo.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: { images: { Keys: [{ user_id: 'user', image_id: idOf(0) }] } } });
  expect((await run()).counted).toEqual([]);
});

test.each([
  ['an image of the last day', 'uploads/user/017f2ca0-0000-7cc3-98c4-000000000000'],
  ['a key that no grant can have made', 'uploads/put-there-by-hand.jpg'],
])('%s is not looked up', async (_what, key) => {
  listing([key]);
  expect((await run()).counted).toEqual([]);
  expect(asked()).toEqual([]);
});

describe('the round', () => {
  test('begins with the first original, and notes where the listing ended', async () => {
    listing([0, 1].map(keyOf), true);
    rowsBut();
    await run();
    expect(s3.commandCalls(ListObjectsV2Command)[0].args[0].input).toEqual({
      Bucket: 'input', Prefix: 'uploads/', StartAfter: undefined, MaxKeys: ORIGINALS_A_SWEEP,
    });
    expect(noted()).toEqual([{
      TableName: 'images',
      Key: { user_id: 'sweep#originals', image_id: 'round' },
      ConditionExpression: 'attribute_not_exists(#updated_at)',
      UpdateExpression: 'SET #started_at = :started_at, #updated_at = :updated_at, #position = :position',
      ExpressionAttributeNames: { '#started_at': 'started_at', '#updated_at': 'updated_at', '#position': 'position' },
      ExpressionAttributeValues: { ':started_at': NOW.toISOString(), ':updated_at': NOW.toISOString(), ':position': keyOf(1) },
    }]);
  });

  test('goes on behind the last one, and forgets it after the end', async () => {
    dynamo.on(GetCommand).resolves({ Item: { started_at: YESTERDAY, updated_at: TODAY, position: keyOf(1) } });
    listing([keyOf(2)]);
    rowsBut();
    await run();
    expect(s3.commandCalls(ListObjectsV2Command)[0].args[0].input).toMatchObject({ StartAfter: keyOf(1) });
    expect(noted()).toMatchObject([{
      ConditionExpression: '#updated_at = :seen',
      UpdateExpression: 'SET #started_at = :started_at, #updated_at = :updated_at REMOVE #position',
      ExpressionAttributeValues: { ':seen': TODAY, ':started_at': YESTERDAY },
    }]);
  });

  test('rests until a day after its beginning: one read of one row', async () => {
    dynamo.on(GetCommand).resolves({ Item: { started_at: TODAY, updated_at: TODAY } });
    await run();
    expect([dynamo.calls().length, s3.calls().length]).toEqual([1, 0]);
  });

  test('begins anew a day after its beginning', async () => {
    dynamo.on(GetCommand).resolves({ Item: { started_at: YESTERDAY, updated_at: YESTERDAY } });
    listing([]);
    await run();
    expect(noted()).toMatchObject([{ ExpressionAttributeValues: { ':started_at': NOW.toISOString() } }]);
  });

  test('is made once by two sweeps at once', async () => {
    listing([keyOf(0)]);
    rowsBut(0);
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));
    expect((await run()).counted).toEqual([]);
  });
});
