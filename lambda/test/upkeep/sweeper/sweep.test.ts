import '../../support/environment';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { UNFINISHED_SHARDS, unfinishedShard } from '../../../../src/contract/table';
import { readMessage } from '../../../pipeline/messages/read-message';
import { createS3, createSqs, createStepFunctions } from '../../../runtime/clients';
import { createDynamoDb } from '../../../runtime/document-client';
import { OriginalsRound } from '../../../upkeep/sweeper/check-originals';
import { handler } from '../../../upkeep/sweeper/index';
import { MAX_RETRIES, Sweep } from '../../../upkeep/sweeper/sweep';
import { UnfinishedImages } from '../../../upkeep/sweeper/unfinished-images';
import { recordingTelemetry } from '../../support/telemetry';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
const stepFunctions = mockClient(SFNClient);
const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

const NOW = new Date('2026-01-02T00:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const SEEN = '2026-01-01T23:44:00.000Z';
const idOf = (index: number) => `01900000-0000-7000-8000-00000000000${index}`;
const keyOf = (index: number) => `uploads/user/${idOf(index)}`;

function unfinished(index: number, status: 'pending' | 'processing') {
  return { user_id: 'user', image_id: idOf(index), status, updated_at: SEEN, unfinished: String(index) };
}

/** What the index has, by the shard that the end of the id names. */
function stuck(...rows: readonly ReturnType<typeof unfinished>[]): void {
  for (const row of rows) dynamo.on(QueryCommand, { ExpressionAttributeValues: { ':shard': row.unfinished, ':since': '2026-01-01T23:45:00.000Z' } }).resolves({ Items: [row] });
}

function arrived(index: number): void {
  s3.on(ListObjectsV2Command, { Prefix: keyOf(index) }).resolves({ Contents: [{ Key: keyOf(index), Size: 9, ETag: '"etag"' }] });
}

beforeEach(() => {
  for (const mock of [dynamo, s3, sqs, stepFunctions]) mock.reset();
  dynamo.on(QueryCommand).resolves({ Items: [] });
  // The round of this day is over.
  dynamo.on(GetCommand).resolves({ Item: { started_at: NOW.toISOString(), updated_at: NOW.toISOString() } });
  dynamo.on(UpdateCommand).resolves({ Attributes: { retries: 1 } });
  dynamo.on(DeleteCommand).resolves({});
  s3.on(ListObjectsV2Command).resolves({});
});

async function run(looksThroughOriginals = true) {
  const telemetry = recordingTelemetry();
  const sweep = new Sweep({
    images: new UnfinishedImages(createDynamoDb(), 'images'),
    round: looksThroughOriginals ? new OriginalsRound(createDynamoDb(), 'images') : undefined,
    s3: createS3(),
    inputBucket: 'input',
    sqs: createSqs(),
    queueUrl: 'queue',
    stepFunctions: createStepFunctions(),
    publicationArn: 'machine',
    schedule: { afterMs: 900_000, everyMs: 300_000 },
    telemetry,
    now: () => NOW,
  });
  const failure = await sweep.run().then(() => undefined, (error: Error) => error);
  return { telemetry, failure };
}

const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => readMessage(args[0].input.MessageBody ?? ''));
const started = () => stepFunctions.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({ ...input, input: JSON.parse(input.input ?? '') }));
const upload = (index: number) => ({ user_id: 'user', image_id: idOf(index), key: keyOf(index), size: 9, etag: 'etag' });

// holds: threat.table.hot-index
test('with nothing to do it asks each of the 64 shards once, and how far the round through the originals is, and nobody else', async () => {
  const { failure, telemetry } = await run();
  expect(failure).toBeUndefined();
  expect(new Set(dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input.ExpressionAttributeValues?.[':shard'])).size).toBe(64);
  expect(dynamo.commandCalls(GetCommand)).toHaveLength(1);
  expect(dynamo.calls()).toHaveLength(65);
  expect([...s3.calls(), ...sqs.calls(), ...stepFunctions.calls()]).toEqual([]);
  expect(telemetry.counted).toEqual([]);
});

test('with a bucket that others may use, it goes through no originals', async () => {
  const { failure } = await run(false);
  expect(failure).toBeUndefined();
  expect([...dynamo.commandCalls(GetCommand), ...s3.calls()]).toEqual([]);
});

describe('an image that waits for its upload', () => {
  beforeEach(() => stuck(unfinished(1, 'pending')));

  test('and has its bytes is sent to the queue, as the event of S3 would have been', async () => {
    arrived(1);
    const { telemetry } = await run();
    expect(sent()).toEqual([upload(1)]);
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input).toEqual({
      TableName: 'images',
      Key: { user_id: 'user', image_id: idOf(1) },
      ConditionExpression: '#status = :seen_status AND #updated_at = :seen_at',
      UpdateExpression: 'SET #updated_at = :updated_at REMOVE #expires_at',
      ReturnValues: 'UPDATED_NEW',
      ExpressionAttributeNames: { '#status': 'status', '#updated_at': 'updated_at', '#expires_at': 'expires_at' },
      ExpressionAttributeValues: { ':seen_status': 'pending', ':seen_at': SEEN, ':updated_at': NOW.toISOString() },
    });
    expect(telemetry.counted).toEqual(['UploadsResent']);
    expect(telemetry.lines[0]).toMatchObject({ level: 'warn', keys: { user_id: 'user', image_id: idOf(1) } });
  });

  test('and whose event came meanwhile is left alone', async () => {
    arrived(1);
    dynamo.on(UpdateCommand).rejects(refused);
    const { telemetry, failure } = await run();
    expect([failure, sent(), telemetry.counted]).toEqual([undefined, [], []]);
  });

  test('in vain is removed, where its grant cannot be used any more', async () => {
    const { telemetry } = await run();
    expect(dynamo.commandCalls(DeleteCommand)[0].args[0].input).toMatchObject({
      Key: { user_id: 'user', image_id: idOf(1) },
      ConditionExpression: '#status = :seen_status AND #updated_at = :seen_at AND (attribute_not_exists(#expires_at) OR #expires_at < :now)',
      ExpressionAttributeValues: { ':seen_status': 'pending', ':seen_at': SEEN, ':now': NOW.getTime() / 1000 },
    });
    expect(telemetry.counted).toEqual(['GrantsRemoved']);
    expect(sent()).toEqual([]);
  });

  test('in vain is left alone, where its grant may still be used', async () => {
    dynamo.on(DeleteCommand).rejects(refused);
    const { telemetry, failure } = await run();
    expect([failure, telemetry.counted]).toEqual([undefined, []]);
  });

  test('is not taken for another, whose key begins the same', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: `${keyOf(1)}-copy`, Size: 9, ETag: '"etag"' }] });
    await run();
    expect(sent()).toEqual([]);
  });
});

describe('an image whose processing came to no end', () => {
  beforeEach(() => {
    stuck(unfinished(2, 'processing'));
    arrived(2);
  });

  test.each([1, MAX_RETRIES])('is sent again, try %d, under a time of its own, free for the next message', async (retries) => {
    dynamo.on(UpdateCommand).resolves({ Attributes: { retries } });
    const { telemetry } = await run();
    expect(sent()).toEqual([{ ...upload(2), attempt: SECONDS }]);
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input).toMatchObject({
      ConditionExpression: '#status = :seen_status AND #updated_at = :seen_at',
      UpdateExpression: 'SET #updated_at = :updated_at ADD #retries :retries REMOVE #claimed_by',
      ExpressionAttributeValues: { ':seen_status': 'processing', ':seen_at': SEEN, ':updated_at': NOW.toISOString(), ':retries': 1 },
    });
    expect(started()).toEqual([]);
    expect(telemetry.counted).toEqual(['UploadsResent']);
  });

  test('after its last try is given up by the workflow', async () => {
    dynamo.on(UpdateCommand).resolves({ Attributes: { retries: MAX_RETRIES + 1 } });
    const { telemetry } = await run();
    expect(sent()).toEqual([]);
    expect(started()).toEqual([{
      stateMachineArn: 'machine', name: `${idOf(2)}-give-up-${SECONDS}`, input: { user_id: 'user', image_id: idOf(2), key: keyOf(2), error: 'given-up' },
    }]);
    expect(telemetry.counted).toEqual(['ImagesGivenUp']);
  });

  test('and whose original is gone is given up at once', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    const { telemetry } = await run();
    expect(started()).toMatchObject([{ name: `${idOf(2)}-give-up-${SECONDS}` }]);
    expect(telemetry.lines[0].message).toBe('given up: its original is gone');
  });

  test('and that ended or was deleted meanwhile is left alone', async () => {
    dynamo.on(UpdateCommand).rejects(refused);
    const { telemetry, failure } = await run();
    expect([failure, sent(), started(), telemetry.counted]).toEqual([undefined, [], [], []]);
  });

  test('is given up once, where the first answer of Step Functions was lost', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
    expect((await run()).failure).toBeUndefined();
  });
});

describe('a sweep that fails', () => {
  test('at one image goes on with the others, and says so at its end', async () => {
    stuck(unfinished(1, 'pending'), unfinished(2, 'processing'), unfinished(3, 'pending'));
    for (const index of [2, 3]) arrived(index);
    s3.on(ListObjectsV2Command, { Prefix: keyOf(1) }).rejects(new Error('no answer'));
    const { failure, telemetry } = await run();
    expect(failure?.message).toContain('failed checks: 1;');
    expect(sent()).toHaveLength(2);
    expect(telemetry.lines.filter(({ level }) => level === 'error')).toMatchObject([{ keys: { user_id: 'user', image_id: idOf(1) } }]);
  });

  test('to look through the originals looks at the images that got stuck, and says so', async () => {
    stuck(unfinished(3, 'pending'));
    arrived(3);
    dynamo.on(GetCommand).rejects(new Error('no answer'));
    const { failure } = await run();
    expect(failure).toBeDefined();
    expect(sent()).toHaveLength(1);
  });

  test('to read one shard reads the others', async () => {
    stuck(unfinished(3, 'pending'));
    arrived(3);
    dynamo.on(QueryCommand, { ExpressionAttributeValues: { ':shard': 'a', ':since': '2026-01-01T23:45:00.000Z' } }).rejects(new Error('no answer'));
    const { failure } = await run();
    expect(failure).toBeDefined();
    expect(sent()).toHaveLength(1);
  });
});

test('one shard of very many is looked at up to a limit, page by page; the rest is left to the next sweep', async () => {
  const page = Array.from({ length: 40 }, () => unfinished(4, 'processing'));
  const shard = { ':shard': '4', ':since': '2026-01-01T23:45:00.000Z' };
  dynamo.on(QueryCommand, { ExpressionAttributeValues: shard }).resolves({ Items: page, LastEvaluatedKey: { image_id: 'more' } });
  arrived(4);
  const { failure } = await run();
  expect(failure).toBeUndefined();
  expect(sent()).toHaveLength(63);
  expect(dynamo.commandCalls(QueryCommand, { ExpressionAttributeValues: shard, ExclusiveStartKey: { image_id: 'more' } })).toHaveLength(1);
});

test('the deployed handler sweeps', async () => {
  await handler();
  expect(dynamo.commandCalls(QueryCommand)).toHaveLength(64);
});

test('every shard that an id names is one that a sweep reads, and ids spread over all of them', () => {
  const named = new Set(Array.from({ length: 256 }, (_, end) => unfinishedShard(`01900000-0000-7000-8000-0000000000${end.toString(16).padStart(2, '0')}`)));
  expect([...named].sort()).toEqual([...UNFINISHED_SHARDS].sort());
  expect(unfinishedShard('01900000-0000-7000-8000-0000000000ff')).toBe('3f');
});
