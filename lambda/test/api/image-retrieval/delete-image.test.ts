import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamo, READY, remove, resetServices, s3, table } from './support/api';
import { USER_ID } from '../../support/api-event';

beforeEach(resetServices);

describe('deletion', () => {
  test('removes the row first, then the original, all renditions and all working files', async () => {
    expect(await remove()).toMatchObject({ status: 204, body: undefined });
    expect(table.rows).toEqual([]);
    const id = READY.image_id;
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([{ Bucket: 'input', Key: `uploads/${USER_ID}/${id}` }]);
    expect(s3.commandCalls(DeleteObjectsCommand).map(({ args }) => [args[0].input.Bucket, args[0].input.Delete?.Objects?.[0].Key]).sort())
      .toEqual([['output', `images/${USER_ID}/${id}/a`], ['output', `work/${USER_ID}/${id}/a`]]);
  });

  test('can be repeated, which completes a failed deletion', async () => {
    s3.on(DeleteObjectCommand).rejectsOnce(new Error('no answer')).resolves({});
    expect((await remove()).status).toBe(500);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect(s3.commandCalls(DeleteObjectCommand)).toHaveLength(3);
  });

  test('of an image that waits for its upload takes its grant off the open ones, once', async () => {
    table.rows = [{ ...READY, status: 'pending' }];
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect(dynamo.commandCalls(UpdateCommand).map(({ args }) => [args[0].input.Key?.user_id, args[0].input.UpdateExpression]))
      .toEqual([[`quota#${USER_ID}`, 'ADD #open :less']]);
  });

  test.each(['processing', 'ready', 'rejected', 'failed'])('of an image that is %s counts no grant', async (status) => {
    table.rows = [{ ...READY, status }];
    expect((await remove()).status).toBe(204);
    expect(dynamo.commandCalls(UpdateCommand)).toEqual([]);
  });

  test('removes no object if the row cannot be removed', async () => {
    dynamo.on(DeleteCommand).rejects(new Error('no answer'));
    expect((await remove()).status).toBe(500);
    expect(s3.calls()).toHaveLength(0);
  });

  test.each(['..', '', `${READY.image_id}/`, 'x'])('rejects %p as an id', async (id) => {
    expect((await remove({ id })).status).toBe(404);
    expect(s3.calls()).toHaveLength(0);
  });
});
