import { call, download, finished, grant, newUser, put, upload, User } from './backend';
import { photograph, truncated } from './pictures';

interface Listed { image_id: string; status: string; filename: string }

const list = async (user: User, query: string) => call('GET', `/images?${query}`, { token: user.idToken });
const idsOf = (items: Listed[]) => items.map(({ image_id }) => image_id);

test('pages are newest first and shift nothing when another image arrives', async () => {
  const user = await newUser();
  const granted: string[] = [];
  for (let count = 0; count < 5; count++) granted.push((await grant(user, `${count}.jpg`, 'image/jpeg')).image_id);
  const expected = [...granted].reverse();

  const first = await list(user, 'limit=2');
  expect(first.status).toBe(200);
  const sixth = (await grant(user, 'sixth.jpg', 'image/jpeg')).image_id;
  const second = await list(user, `limit=2&cursor=${first.body.next_cursor}`);
  const third = await list(user, `limit=2&cursor=${second.body.next_cursor}`);
  const pages = [first, second, third].map(({ body }) => idsOf(body.items));
  expect(pages).toEqual([expected.slice(0, 2), expected.slice(2, 4), expected.slice(4)]);
  expect(third.body).not.toHaveProperty('next_cursor');
  expect(idsOf((await list(user, 'limit=100')).body.items)).toEqual([sixth, ...expected]);
}, 60_000);

test('a list can be of one status', async () => {
  const user = await newUser();
  const photo = photograph('acanthus-mollis');
  const [ready, rejected] = [await upload(user, 'a.jpg', 'image/jpeg', photo), await upload(user, 'b.jpg', 'image/jpeg', truncated(photo))];
  const pending = (await grant(user, 'c.jpg', 'image/jpeg')).image_id;
  await Promise.all([finished(user, ready), finished(user, rejected)]);
  const found = await Promise.all(['ready', 'rejected', 'pending', 'failed'].map(async status => idsOf((await list(user, `status=${status}`)).body.items)));
  expect(found).toEqual([[ready], [rejected], [pending], []]);
}, 90_000);

describe('a cursor', () => {
  // holds: threat.retrieval.foreign-image
  test('reveals nothing of the user whose list it came from', async () => {
    const [owner, other] = await Promise.all([newUser(), newUser()]);
    for (let count = 0; count < 3; count++) await grant(owner, 'a.jpg', 'image/jpeg');
    const { body } = await list(owner, 'limit=1');
    expect(await list(other, `cursor=${body.next_cursor}`)).toMatchObject({ status: 200, body: { items: [] } });
  }, 60_000);

  test('is refused where it was changed', async () => {
    const user = await newUser();
    for (let count = 0; count < 2; count++) await grant(user, 'a.jpg', 'image/jpeg');
    const cursor: string = (await list(user, 'limit=1')).body.next_cursor;
    const quota = Buffer.from(`1:quota#${user.id}`).toString('base64url');
    for (const changed of [`${cursor}A`, cursor.slice(1), cursor.slice(0, -2), cursor.replace(/^./, 'z'), `${cursor}%3D`, quota, '']) {
      const { status, body } = await list(user, `cursor=${changed}`);
      expect([changed, status, body.code, body.errors?.[0].field]).toEqual([changed, 400, 'invalid-request', 'cursor']);
    }
  }, 60_000);
});

test.each([
  ['of another script, with marks and signs', 'ファイル 100% (1)+é.jpg'],
  ['of emoji', '😀 👩‍👧 🏳️‍🌈.jpg'],
  ['written from right to left', 'صورة العائلة שלום.jpg'],
  ['that looks like a path and a header', '../..\\"a"; filename=b%2F\'.jpg'],
])('a file name %s comes back as it was, and names the download', async (_what, filename) => {
  const user = await newUser();
  const granted = await grant(user, filename, 'image/jpeg');
  expect(granted.upload_url).not.toContain(encodeURIComponent(filename));
  await put(granted, photograph('acanthus-mollis'));
  expect((await finished(user, granted.image_id))).toMatchObject({ status: 'ready', filename });
  expect((await list(user, 'limit=1')).body.items).toMatchObject([{ filename }]);
  const { headers } = await download(user, granted.image_id, 'small', 'webp');
  const [, name] = /^inline; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(headers.get('content-disposition') ?? '') ?? [];
  expect(decodeURIComponent(name)).toBe(filename.replace(/\.jpg$/, '-small.webp'));
}, 60_000);
