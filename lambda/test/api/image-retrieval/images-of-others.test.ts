import { call, dynamo, get, list, Options, READY, remove, resetServices, s3, table } from './support/api';
import { USER_ID } from '../../support/api-event';
import { row } from '../../support/image-table';

const OTHER = '94482428-50a1-70f4-b0a5-3c0e1d3e4b6b';

beforeEach(resetServices);

describe('images of others', () => {
  const stranger = { sub: OTHER };
  test.each<[string, Options]>([
    ['by id', { claims: stranger }],
    ['by id, as a size', { claims: stranger, query: { size: 'medium' } }],
    ['by id and owner', { claims: stranger, query: { user_id: USER_ID } }],
    ['by id and owner, in another group', { claims: { ...stranger, 'cognito:groups': 'editors' }, query: { user_id: USER_ID } }],
    ['that do not exist', { id: row(9).image_id }],
    ['by something that is no id', { id: '..' }],
    ['by an upper-case id', { id: READY.image_id.replace('8000', '8ABC') }],
  ])('are not found %s', async (_title, options) => {
    const { status, body } = await get(options);
    expect(status).toBe(404);
    expect(body.code).toBe('image-not-found');
    expect(body.detail).toBe((await get({ id: row(8).image_id })).body.detail);
  });

  test('can be read and deleted by members of admins, who name the owner', async () => {
    const claims = { 'sub': OTHER, 'cognito:groups': ['admins'] };
    expect((await get({ claims })).status).toBe(404);
    expect((await get({ claims, query: { user_id: USER_ID } })).body.image_id).toBe(READY.image_id);
    expect((await list({ user_id: USER_ID }, claims)).body.items).toHaveLength(1);
    expect((await remove({ claims, query: { user_id: USER_ID } })).status).toBe(204);
    expect(table.rows).toEqual([]);
  });

  test('are not listed, and not deleted', async () => {
    expect((await list({}, stranger)).body).toEqual({ items: [] });
    expect(await list({ user_id: USER_ID }, stranger)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await remove({ claims: stranger });
    expect((await remove({ claims: stranger, query: { user_id: USER_ID } })).status).toBe(404);
    expect(table.rows).toEqual([READY]);
    expect(JSON.stringify(s3.calls().map(({ args }) => args[0].input))).not.toContain(USER_ID);
  });

  test.each(['GET /image/{image_id}', 'GET /images', 'DELETE /image/{image_id}'])('%s rejects a caller without claims', async (route) => {
    expect(await call(route, { claims: {} })).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(dynamo.calls()).toHaveLength(0);
  });
});
