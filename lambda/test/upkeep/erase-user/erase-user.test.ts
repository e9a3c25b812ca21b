import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { begin, dynamo, fill, grantCount, noteAccount, OTHER, recordOf, removeAll, removePart, s3, stores, USER } from './support/stores';
import { handler } from '../../../upkeep/erase-user/index';

const counts = (images: number, others: object = {}) => ({
  accounts: 0, images, grant_counts: 2, originals: images, renditions: images, working_files: images, ...others,
});
const namesUser = (value: unknown) => JSON.stringify(value).includes(USER);
const isLeft = () => ({ rows: stores.rows.filter(namesUser).filter((row) => row.image_id !== 'erased'), objects: stores.objects.filter(namesUser) });
const NOTHING = { rows: [], objects: [] };

describe('an erasure', () => {
  test('removes images, counts of grants and objects of one user, and gives a receipt', async () => {
    fill(3);
    expect(await begin()).toMatchObject({ user_id: USER, status: 'erasing' });
    const receipt = await removeAll();
    expect(receipt).toEqual({
      user_id: USER, status: 'erased', started_at: expect.stringMatching(/^\d{4}-.*Z$/), finished_at: expect.stringMatching(/^\d{4}-.*Z$/), removed: counts(3),
    });
    expect(isLeft()).toEqual(NOTHING);
  });

  test('leaves the data of other users', async () => {
    fill(3);
    const of = (user: string) => ({
      rows: stores.rows.filter(({ user_id }) => String(user_id).endsWith(user)),
      objects: stores.objects.filter((name) => name.includes(user)),
    });
    const before = of(OTHER);
    await begin();
    await removeAll();
    expect(of(OTHER)).toEqual(before);
    expect(JSON.stringify([...dynamo.calls(), ...s3.calls()].map(({ args }) => args[0].input))).not.toContain(OTHER);
  });

  test('of thousands of images goes part by part, rows before objects', async () => {
    fill(2_600);
    await begin();
    let parts = 0;
    for (let isErased = false; !isErased; parts++) {
      const before = stores.objects.length;
      const { status, removed } = await removePart();
      if (removed.images < 2_600) expect(stores.objects).toHaveLength(before);
      isErased = status === 'erased';
    }
    expect(parts).toBe(13);
    expect(isLeft()).toEqual(NOTHING);
    expect((await removePart()).removed).toEqual(counts(2_600));
  });

  test('takes objects without a row, too', async () => {
    fill(2);
    stores.rows = [];
    await begin();
    expect((await removeAll()).removed).toEqual(counts(0, { grant_counts: 0, originals: 2, renditions: 2, working_files: 2 }));
    expect(isLeft()).toEqual(NOTHING);
  });

  test('can be repeated: the receipt stays, and keeps its time', async () => {
    fill(3);
    await begin();
    const first = await removeAll();
    await begin();
    expect(await removePart()).toEqual(first);
  });

  test.each([
    ['the query', () => dynamo.on(QueryCommand).rejects(new Error('no answer'))],
    ['a row', () => dynamo.on(DeleteCommand).rejects(new Error('no answer'))],
    ['a list', () => s3.on(ListObjectsV2Command).rejects(new Error('no answer'))],
    ['some objects', () => s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Code: 'InternalError', Key: 'a' }] })],
    ['the count', () => dynamo.on(UpdateCommand).rejects(new Error('no answer'))],
  ])('that broke off at %s is completed by the next call', async (_title, breakOff) => {
    fill(3);
    await begin();
    breakOff();
    await expect(removePart()).rejects.toThrow(/no answer|did not delete 1 of 3/);
    expect(recordOf(USER)).not.toHaveProperty('finished_at');
    fillAgain();
    expect((await removeAll()).status).toBe('erased');
    expect(isLeft()).toEqual(NOTHING);
  });

  test('rejects grants from its beginning, and its record expires after 30 days', async () => {
    fill(0);
    await begin();
    const expiresAt = Number(recordOf(USER)?.expires_at);
    expect(expiresAt - Date.parse(String(recordOf(USER)?.started_at)) / 1000).toBeCloseTo(30 * 24 * 60 * 60, -1);
    stores.rows.push(grantCount(USER, 3));
    await removeAll();
    expect(recordOf(USER)).toBeDefined();
  });

  test('counts the account once, however often it is noted', async () => {
    fill(1);
    await begin();
    await noteAccount();
    expect((await noteAccount()).removed.accounts).toBe(1);
    expect((await removeAll()).removed).toEqual(counts(1, { accounts: 1 }));
  });

  test.each([
    [undefined], [{}], [{ task: 'remove-part' }], [{ task: 'remove-part', user_id: '' }], [{ task: 'refuse-grants', user_id: 'me@example.com' }],
    [{ task: 'remove-part', user_id: '../a' }], [{ task: 'remove-part', user_id: 'a/b' }], [{ task: 'other', user_id: USER }], [{ user_id: USER }],
  ])('rejects %p without calling AWS', async (event) => {
    fill(1);
    await expect(handler(event)).rejects.toThrow('user_id of one user');
    expect([...dynamo.calls(), ...s3.calls()]).toEqual([]);
  });
});

/** The services work again, with what they held. */
function fillAgain(): void {
  const held = { ...stores };
  fill(0);
  Object.assign(stores, held);
}
