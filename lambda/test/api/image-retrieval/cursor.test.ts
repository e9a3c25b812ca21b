import { decodeCursor, encodeCursor } from '../../../api/image-retrieval/routes';

const ID = '01900000-0000-7000-8000-00000000000a';

test('a cursor round-trips, and needs no encoding in a URL', () => {
  expect(decodeCursor(encodeCursor(ID))).toBe(ID);
  expect(encodeCursor(ID)).toMatch(/^[\w-]+$/);
});

const base64 = (text: string) => Buffer.from(text).toString('base64url');
test.each<[string, string]>([
  ['nothing', ''],
  ['an id', ID],
  ['junk', '%%%'],
  ['an id without version', base64(ID)],
  ['another version', base64(`2:${ID}`)],
  ['another content', base64('1:other')],
  ['a key of another user', base64(`1:other/${ID}`)],
  ['an expression', base64('1:{"S":"x"}')],
  ['an upper-case id', base64(`1:${ID.toUpperCase()}`)],
  ['one character more', `${encodeCursor(ID)}A`],
  ['one character less', encodeCursor(ID).slice(0, -1)],
  ['padding', `${encodeCursor(ID)}=`],
  ['a space within', encodeCursor(ID).replace('M', 'M ')],
  ['a very long text', 'A'.repeat(100_000)],
])('rejects %s', (_title, cursor) => {
  expect(() => decodeCursor(cursor)).toThrow('cursor should be the next_cursor of the previous page');
});
