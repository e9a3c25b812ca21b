import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, ListExecutionsCommand, ListStateMachinesCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { promoted } from './administrators';
import { Answer, call, deployment, finished, grant, newUser, put, signUp, upload, User } from './backend';
import { keysUnder } from './buckets';
import { linesAbout } from './log-lines';
import { photograph, plainGrey, truncated } from './pictures';
import { setRow } from './rows';
import { poll } from '../local-aws/poll';

const photo = photograph('french-alpine-landscape');
const cognito = new CognitoIdentityProviderClient();
const dynamo = new DynamoDBClient();
const stepFunctions = new SFNClient();
const TableName = deployment.outputs?.TableName;

let admin: User;
let other: User;
let kept: string;
beforeAll(async () => {
  const [first, second] = await Promise.all([newUser(), newUser()]);
  [admin, other] = [await promoted(first), second];
  kept = await upload(other, 'kept.png', 'image/png', await plainGrey(64, 48));
  expect((await finished(other, kept)).status).toBe('ready');
}, 90_000);

const erase = async ({ id }: User, by = admin): Promise<Answer> => call('DELETE', `/user/${id}`, { token: by.idToken });
const erased = async (user: User) => poll(`the erasure of ${user.id}`, async () => {
  const { status, body } = await erase(user);
  return status === 200 && body;
});
const nothingRemoved = { accounts: 0, images: 0, grant_counts: 0, originals: 0, renditions: 0, working_files: 0 };

async function sortKeys(partition: string): Promise<string[]> {
  const { Items = [] } = await dynamo.send(new QueryCommand({
    TableName, KeyConditionExpression: 'user_id = :partition', ExpressionAttributeValues: { ':partition': { S: partition } }, ConsistentRead: true,
  }));
  return Items.map(({ image_id }) => String(image_id.S));
}

async function dataOf({ id }: User): Promise<{ rows: string[]; grantCounts: string[]; objects: string[] }> {
  const objects = await Promise.all([
    keysUnder('InputBucketName', `uploads/${id}/`), keysUnder('OutputBucketName', `images/${id}/`), keysUnder('OutputBucketName', `work/${id}/`),
  ]);
  return { rows: await sortKeys(id), grantCounts: (await sortKeys(`quota#${id}`)).filter(key => key !== 'erased'), objects: objects.flat() };
}

async function hasAccount({ id }: User): Promise<boolean> {
  try {
    await cognito.send(new AdminGetUserCommand({ UserPoolId: deployment.outputs.UserPoolId, Username: id }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'UserNotFoundException') return false;
    throw error;
  }
}

/** One image of each end, one that waits for its upload, and one that is just being processed. */
async function withImagesOfEachStatus(user: User): Promise<void> {
  const [ready, rejected] = await Promise.all([
    upload(user, 'ready.jpg', 'image/jpeg', photo), upload(user, 'half.jpg', 'image/jpeg', truncated(photo)), grant(user, 'pending.jpg', 'image/jpeg'),
  ]);
  expect((await finished(user, ready)).status).toBe('ready');
  expect((await finished(user, rejected)).status).toBe('rejected');
  const unfinished = await grant(user, 'unfinished.jpg', 'image/jpeg');
  expect((await put(unfinished, photo)).status).toBe(200);
  await poll('the workflow', async () => (await call('GET', `/image/${unfinished.image_id}`, { token: user.idToken })).body.status !== 'pending');
}

// holds: threat.operator.unauthorized-erasure
test('is refused to everyone but administrators, and removes nothing', async () => {
  for (const caller of [other, await newUser()]) {
    expect(await erase(other, caller)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
  expect((await call('DELETE', `/user/${other.id}`)).status).toBe(401);
  expect(await sortKeys(`quota#${other.id}`)).not.toContain('erased');
  expect((await finished(other, kept)).status).toBe('ready');
}, 60_000);

// holds: threat.operator.erasure-of-other-user, threat.operator.denied-erasure, threat.operator.incomplete-erasure
test('removes account, rows and objects of images in any status, keeps those of others, and gives a receipt', async () => {
  const user = await newUser();
  await withImagesOfEachStatus(user);
  const [before, ofOther] = await Promise.all([dataOf(user), dataOf(other)]);
  expect(before.rows).toHaveLength(4);
  expect(await erase(user)).toMatchObject({ status: 202, body: { user_id: user.id, status: 'erasing', removed: nothingRemoved } });

  const receipt = await erased(user);
  expect(receipt).toMatchObject({
    user_id: user.id, status: 'erased', removed: { accounts: 1, images: 4, grant_counts: before.grantCounts.length },
  });
  expect(receipt.removed.renditions).toBeGreaterThanOrEqual(8);
  expect(receipt.removed.originals).toBeGreaterThanOrEqual(1);
  expect(Date.parse(receipt.finished_at)).toBeGreaterThan(Date.parse(receipt.started_at));
  // What ran on when its row went has removed what it wrote since.
  await poll('the last workflow to clean up', async () => (await dataOf(user)).objects.length === 0);
  expect(await dataOf(user)).toEqual({ rows: [], grantCounts: [], objects: [] });
  expect(await hasAccount(user)).toBe(false);
  expect((await linesAbout(user.id)).filter(line => line.includes('"ERROR"'))).toEqual([]);

  expect(await erase(user)).toMatchObject({ status: 200, body: receipt });
  expect((await call('POST', '/auth/refresh', { body: { refresh_token: user.refreshToken } })).status).toBe(401);
  expect((await call('POST', '/auth/signin', { body: { email: user.email, password: user.password } })).status).toBe(401);
  // The id token outlives its account.
  expect(await call('POST', '/upload', { token: user.idToken, body: { filename: 'a.jpg', content_type: 'image/jpeg' } }))
    .toMatchObject({ status: 401, body: { code: 'unauthorized', detail: 'The account was erased.' } });
  expect(await dataOf(user)).toEqual({ rows: [], grantCounts: [], objects: [] });

  expect((await finished(other, kept)).status).toBe('ready');
  expect(await dataOf(other)).toEqual(ofOther);
  // The address is free again.
  await signUp(user.email, user.password);
}, 120_000);

// holds: threat.operator.interrupted-erasure
test('that was cut off half-way is completed when it is asked for again', async () => {
  const user = await newUser();
  for (const filename of ['a.png', 'b.png', 'c.png']) await finished(user, await upload(user, filename, 'image/png', await plainGrey(64, 48)));
  expect((await erase(user)).status).toBe(202);
  await poll('the account to be noted', async () => (await erase(user)).body.removed.accounts === 1);
  await stopErasureOf(user);
  expect((await dataOf(user)).rows).toHaveLength(3);
  // It may still be at work, for all that is known.
  expect((await erase(user)).status).toBe(202);

  await setRow({ id: `quota#${user.id}` }, 'erased', { updated_at: { S: new Date(Date.now() - 10 * 60_000).toISOString() } });
  expect((await erase(user)).status).toBe(202);
  const receipt = await erased(user);
  expect(receipt.removed).toMatchObject({ accounts: 1, images: 3, originals: 3, renditions: 24 });
  expect(await dataOf(user)).toEqual({ rows: [], grantCounts: [], objects: [] });
}, 120_000);

test('of a user who never was ends in an empty receipt', async () => {
  const unknown = { ...other, id: '00000000-0000-4000-8000-000000000000' };
  expect((await erase(unknown)).status).toBe(202);
  expect((await erased(unknown)).removed).toEqual(nothingRemoved);
}, 60_000);

/** Between two states of its execution. Others of the same run may be erasing too. */
async function stopErasureOf({ id }: User): Promise<void> {
  const { stateMachines = [] } = await stepFunctions.send(new ListStateMachinesCommand({ maxResults: 1000 }));
  const { stateMachineArn } = stateMachines.find(({ name }) => name?.includes('Erasure'))!;
  const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  const describe = async (executionArn?: string) => stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  const described = await Promise.all(executions.map(async ({ executionArn }) => describe(executionArn)));
  const own = described.filter(({ input }) => input?.includes(id));
  expect([id, own.length]).toEqual([id, 1]);
  await stepFunctions.send(new StopExecutionCommand({ executionArn: own[0].executionArn }));
}
