import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { call, dynamo, resetServices, s3 } from './support/api';
import { handler } from '../../../api/image-retrieval/index';
import { apiEvent, OWNER, read, USER_ID } from '../../support/api-event';

const ROUTE = 'DELETE /user/{user_id}';
const ADMIN = { 'sub': '94482428-50a1-70f4-b0a5-3c0e1d3e4b6b', 'cognito:groups': ['admins'] };
const MINUTE_MS = 60_000;
const stepFunctions = mockClient(SFNClient);

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const record = (updatedAt: string, others: object = {}) => ({
  user_id: `quota#${USER_ID}`, image_id: 'erased', started_at: ago(60 * MINUTE_MS), updated_at: updatedAt, accounts: 1, images: 2, expires_at: 1, ...others,
});
const removed = { accounts: 1, images: 2, grant_counts: 0, originals: 0, renditions: 0, working_files: 0 };
const started = () => stepFunctions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  resetServices();
  stepFunctions.reset();
  stepFunctions.on(StartExecutionCommand).resolves({});
  dynamo.on(UpdateCommand).callsFake(({ ExpressionAttributeValues }) => (
    { Attributes: record(ExpressionAttributeValues[':now'], { started_at: ExpressionAttributeValues[':now'], accounts: undefined, images: undefined }) }
  ));
});

async function erase(claims: Record<string, unknown> = ADMIN, userId = USER_ID, query?: Record<string, string>) {
  return read(await handler(apiEvent({ route: ROUTE, path: { user_id: userId }, claims, query })));
}

describe('the erasure of a user', () => {
  test('is started by an administrator, and answers how far it is', async () => {
    dynamo.on(GetCommand).resolves({});
    expect(await erase()).toMatchObject({
      status: 202,
      headers: { 'Retry-After': '2' },
      body: { user_id: USER_ID, status: 'erasing', started_at: expect.any(String), removed: { ...removed, accounts: 0, images: 0 } },
    });
    expect(started()).toEqual([{ stateMachineArn: process.env.ERASE_USER_STATE_MACHINE_ARN, input: JSON.stringify({ user_id: USER_ID }) }]);
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input.Key).toEqual({ user_id: `quota#${USER_ID}`, image_id: 'erased' });
  });

  test('is not restarted while it makes progress', async () => {
    dynamo.on(GetCommand).resolves({ Item: record(ago(4 * MINUTE_MS)) });
    expect(await erase()).toMatchObject({ status: 202, body: { status: 'erasing', removed } });
    expect(started()).toEqual([]);
  });

  test('is restarted after a failure', async () => {
    dynamo.on(GetCommand).resolves({ Item: record(ago(6 * MINUTE_MS)) });
    expect((await erase()).status).toBe(202);
    expect(started()).toHaveLength(1);
  });

  test('ends in a receipt, however often and late it is asked for', async () => {
    dynamo.on(GetCommand).resolves({ Item: record(ago(600 * MINUTE_MS), { finished_at: ago(600 * MINUTE_MS) }) });
    const receipt = await erase();
    expect(receipt).toMatchObject({ status: 200, body: { user_id: USER_ID, status: 'erased', finished_at: expect.any(String), removed } });
    expect(await erase()).toEqual(receipt);
    expect(started()).toEqual([]);
  });

  test('can be requested again at once if it could not be started', async () => {
    dynamo.on(GetCommand).resolves({});
    stepFunctions.on(StartExecutionCommand).rejects(new Error('no answer'));
    expect((await erase()).status).toBe(500);
    expect(dynamo.commandCalls(UpdateCommand)).toEqual([]);
  });

  test.each([
    ['the user', OWNER], ['another user', { sub: ADMIN.sub }], ['a member of another group', { 'sub': ADMIN.sub, 'cognito:groups': 'editors' }],
  ])('is forbidden to %s, whatever the id', async (_title, claims) => {
    for (const id of [USER_ID, 'none', '../a', '']) expect(await erase(claims, id)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect([...dynamo.calls(), ...s3.calls(), ...stepFunctions.calls()]).toEqual([]);
  });

  test('rejects a caller without claims', async () => {
    expect(await call(ROUTE, { claims: {} })).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(stepFunctions.calls()).toEqual([]);
  });

  // holds: threat.operator.erasure-of-other-user
  test.each(['', 'me@example.com', '../a', 'a/b', `quota#${USER_ID}`, 'a'.repeat(129)])('rejects %p as no user_id', async (id) => {
    expect(await erase(ADMIN, id)).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field: 'user_id', message: 'should be a user_id' }] } });
    expect([...dynamo.calls(), ...stepFunctions.calls()]).toEqual([]);
  });

  test('rejects a parameter that it does not know', async () => {
    expect(await erase(ADMIN, USER_ID, { user_id: USER_ID })).toMatchObject({ status: 400, body: { errors: [{ field: 'user_id' }] } });
  });
});
