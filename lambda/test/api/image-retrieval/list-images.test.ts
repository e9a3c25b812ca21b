import { list, resetServices, table } from './support/api';
import { OWNER, USER_ID } from '../../support/api-event';
import { Row, row } from '../../support/image-table';

const OTHER = '94482428-50a1-70f4-b0a5-3c0e1d3e4b6b';
const ADMIN = { ...OWNER, 'cognito:groups': 'admins' };

beforeEach(resetServices);

describe('the list', () => {
  beforeEach(() => { table.rows = Array.from({ length: 45 }, (_, index) => row(index, { user_id: USER_ID, status: index % 2 ? 'ready' : 'failed' })); });

  test('comes in pages of 20, newest first, to the last', async () => {
    const first = await list();
    const second = await list({ cursor: first.body.next_cursor });
    const third = await list({ cursor: second.body.next_cursor });
    expect([first, second, third].map(({ body }) => body.items.length)).toEqual([20, 20, 5]);
    const ids = [first, second, third].flatMap(({ body }) => body.items.map(({ image_id }: Row) => image_id));
    expect(ids).toEqual(table.rows.map(({ image_id }) => image_id).reverse());
    expect(third.body).not.toHaveProperty('next_cursor');
  });

  test.each([['1', 1], ['100', 45], ['44', 44]])('takes a limit of %s', async (limit, count) => {
    expect((await list({ limit })).body.items).toHaveLength(count);
  });

  test('can be of one status', async () => {
    const { body } = await list({ status: 'failed', limit: '100' });
    expect(body.items).toHaveLength(23);
    expect(new Set(body.items.map(({ status }: Row) => status))).toEqual(new Set(['failed']));
  });

  // holds: threat.retrieval.foreign-image
  test('contains only the images of the caller, even with the cursor of another user', async () => {
    const { body } = await list({ limit: '5' }, ADMIN);
    expect((await list({ cursor: body.next_cursor }, { sub: OTHER })).body).toEqual({ items: [] });
  });

  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'], [{ limit: '101' }, 'limit'], [{ limit: '-1' }, 'limit'], [{ limit: '1.5' }, 'limit'], [{ limit: '' }, 'limit'], [{ limit: '0x10' }, 'limit'],
    [{ limit: '٣' }, 'limit'], [{ cursor: '' }, 'cursor'], [{ cursor: 'junk' }, 'cursor'], [{ status: 'done' }, 'status'], [{ status: '' }, 'status'],
    [{ user_id: 'a b' }, 'user_id'], [{ page: '2' }, 'page'],
  ])('rejects %p, naming the parameter', async (query, field) => {
    const { status, body } = await list(query);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
  });
});
