import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Answer, call, deployment, grant, newUser, put, User } from './backend';
import { photograph } from './pictures';
import { poll } from '../local-aws/poll';

const TableName = deployment.outputs?.TableName;
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient());
const MINUTE_MS = 60_000;

interface Count { image_id: string; granted: number; open: number; expires_at: number }

let user: User;
beforeEach(async () => {
  user = await newUser();
}, 60_000);

const ask = (body: object = { filename: 'a.jpg', content_type: 'image/jpeg' }): Promise<Answer> => call('POST', '/upload', { token: user.idToken, body });

async function counts(): Promise<Count[]> {
  const { Items = [] } = await dynamo.send(new QueryCommand({
    TableName, KeyConditionExpression: 'user_id = :user', ExpressionAttributeValues: { ':user': `quota#${user.id}` }, ConsistentRead: true,
  }));
  return Items as Count[];
}
const sum = async (name: 'granted' | 'open') => (await counts()).reduce((total, count) => total + count[name], 0);

/** Whichever minute the calls that follow fall into, so many grants were given in it. */
async function presetGranted(granted: number): Promise<void> {
  for (const ahead of [0, 1, 2]) {
    const image_id = `${new Date(Date.now() + ahead * MINUTE_MS).toISOString().slice(0, 16)}Z`;
    await dynamo.send(new PutCommand({ TableName, Item: { user_id: `quota#${user.id}`, image_id, granted, open: 0 } }));
  }
}

function expectRefused({ status, body, headers }: Answer, text: RegExp, mostSeconds: number): void {
  expect(status).toBe(429);
  expect(body).toMatchObject({ code: 'too-many-requests', detail: expect.stringMatching(text) });
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(mostSeconds);
}

// holds: threat.app.greedy-user, threat.upload.hoarded-grants, threat.input.filled-storage
test('the 101st open grant is refused, until one is used or its image deleted', async () => {
  const first = await grant(user, 'used.jpg', 'image/jpeg');
  const more = await Promise.all(Array.from({ length: 99 }, async () => ask()));
  expect(new Set(more.map(({ status }) => status))).toEqual(new Set([201]));
  // A grant lives for five minutes, and leaves the count with the minute that it was given in.
  expectRefused(await ask(), /^You have 100 unused upload grants/, 6 * 60);
  expect(await sum('granted')).toBe(100);
  // What is wrong with a request itself is said, quota or not.
  expect((await ask({ filename: 'a.svg', content_type: 'image/svg+xml' })).status).toBe(415);

  expect((await call('DELETE', `/image/${more[0].body.image_id}`, { token: user.idToken })).status).toBe(204);
  expect((await ask()).status).toBe(201);
  expectRefused(await ask(), /^You have 100 unused upload grants/, 6 * 60);

  await put(first, photograph('acanthus-mollis'));
  await poll('the used grant to be free', async () => await sum('open') < 100);
  expect((await ask()).status).toBe(201);
  expect((await ask()).status).toBe(429);
  expect(await call('GET', '/images?limit=100', { token: user.idToken })).toMatchObject({ status: 200 });
}, 120_000);

test('the 301st grant within a minute is refused until the next', async () => {
  await presetGranted(300);
  expectRefused(await ask(), /^You received 300 upload grants/, 60);
  expect((await call('GET', '/images', { token: user.idToken })).body.items).toEqual([]);
});

// holds: threat.app.greedy-user, threat.upload.hoarded-grants
test('calls at the same moment do not get more than the limit of the minute', async () => {
  await presetGranted(295);
  const answers = await Promise.all(Array.from({ length: 30 }, async () => ask()));
  const after = await counts();
  for (const { granted } of after) expect(granted).toBeLessThanOrEqual(300);
  const taken = after.reduce((total, { granted }) => total + granted - 295, 0);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(taken);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 429]));
});

test('a request that is refused for itself costs nothing', async () => {
  const refused = [
    { filename: 'a.svg', content_type: 'image/svg+xml' },
    { filename: 'a.jpg', content_type: 'image/jpeg', size: 2 ** 40 },
    { filename: '', content_type: 'image/jpeg' },
  ];
  expect((await Promise.all(refused.map(ask))).map(({ status }) => status)).toEqual([415, 413, 400]);
  expect(await counts()).toEqual([]);
  expect((await ask()).status).toBe(201);
  expect(await counts()).toEqual([expect.objectContaining({ granted: 1, open: 1, expires_at: expect.any(Number) })]);
});
