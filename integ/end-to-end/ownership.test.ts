import { promoted } from './administrators';
import { call, finished, grant, newUser, upload, User } from './backend';
import { keysUnder } from './buckets';
import { createForeignPool, ForeignPool } from './foreign-pool';
import { plainGrey } from './pictures';

const OWNERS = ['ann', 'bob', 'admin'] as const;
type Owner = typeof OWNERS[number];
const CALLERS = [...OWNERS, 'access token', 'other pool', 'nobody'] as const;
type Caller = typeof CALLERS[number];

const SIZES = ['thumbnail', 'small', 'medium', 'large'];

let users: Record<Owner, User>;
let images: Record<Owner, string>;
let tokens: Record<Caller, string | undefined>;
let foreignPool: ForeignPool;

beforeAll(async () => {
  const [ann, bob, plain] = await Promise.all([newUser(), newUser(), newUser()]);
  users = { ann, bob, admin: await promoted(plain) };
  foreignPool = await createForeignPool();
  tokens = {
    'ann': ann.idToken,
    'bob': bob.idToken,
    'admin': users.admin.idToken,
    'access token': ann.accessToken,
    'other pool': foreignPool.idToken,
    'nobody': undefined,
  };
  const picture = await plainGrey(64, 48);
  const ids = await Promise.all(OWNERS.map(owner => upload(users[owner], 'mine.png', 'image/png', picture)));
  images = { ann: ids[0], bob: ids[1], admin: ids[2] };
  const records = await Promise.all(OWNERS.map(owner => finished(users[owner], images[owner])));
  expect(records.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready']);
}, 120_000);

afterAll(() => foreignPool?.remove());

async function statuses(token: string | undefined, paths: string[]): Promise<string> {
  const answers = await Promise.all(paths.map(path => call('GET', path, { token })));
  return [...new Set(answers.map(({ status }) => status))].join('/');
}

/** The status, and whose images came. */
async function listed(token: string | undefined, query: string): Promise<string> {
  const { status, body } = await call('GET', `/images${query}`, { token });
  if (status !== 200) return String(status);
  const ids = body.items.map(({ image_id }: { image_id: string }) => image_id);
  return `200 ${OWNERS.filter(owner => ids.includes(images[owner])).join('+') || 'none'}`;
}

/** The status, and what became of the image: one that waits for its upload, so that each try has its own. */
async function deleted(token: string | undefined, owner: Owner, query: string): Promise<string> {
  const { image_id } = await grant(users[owner], 'mine.png', 'image/png');
  const { status } = await call('DELETE', `/image/${image_id}${query}`, { token });
  const { status: left } = await call('GET', `/image/${image_id}`, { token: users[owner].idToken });
  return `${status} ${left === 200 ? 'kept' : 'gone'}`;
}

const CALLS: Record<string, (token: string | undefined, owner: Owner, userId: string) => Promise<string>> = {
  'record': (token, owner, userId) => statuses(token, [`/image/${images[owner]}?${userId}`]),
  'each size': (token, owner, userId) => statuses(token, SIZES.map(size => `/image/${images[owner]}?size=${size}&${userId}`)),
  'redirect': (token, owner, userId) => statuses(token, [`/image/${images[owner]}?size=medium&redirect=true&${userId}`]),
  'list': (token, _owner, userId) => listed(token, `?${userId}`),
  'delete': (token, owner, userId) => deleted(token, owner, `?${userId}`),
};

/** A line for each call on each owner's image, a column for each caller. */
async function whoGetsWhat(): Promise<string> {
  const lines = [['call', ...CALLERS]];
  for (const [title, ask] of Object.entries(CALLS)) {
    for (const owner of OWNERS) {
      for (const [suffix, userId] of [['', ''], [' by user_id', `user_id=${users[owner].id}`]]) {
        lines.push([`${title} of ${owner}'s${suffix}`, ...await Promise.all(CALLERS.map(caller => ask(tokens[caller], owner, userId)))]);
      }
    }
  }
  const widths = lines[0].map((_cell, column) => Math.max(...lines.map(line => line[column].length)));
  return lines.map(line => line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

const EXPECTED = `\
call                             ann       bob       admin      access token  other pool  nobody
record of ann's                  200       404       404        401           401         401
record of ann's by user_id       200       404       200        401           401         401
record of bob's                  404       200       404        401           401         401
record of bob's by user_id       404       200       200        401           401         401
record of admin's                404       404       200        401           401         401
record of admin's by user_id     404       404       200        401           401         401
each size of ann's               200       404       404        401           401         401
each size of ann's by user_id    200       404       200        401           401         401
each size of bob's               404       200       404        401           401         401
each size of bob's by user_id    404       200       200        401           401         401
each size of admin's             404       404       200        401           401         401
each size of admin's by user_id  404       404       200        401           401         401
redirect of ann's                302       404       404        401           401         401
redirect of ann's by user_id     302       404       302        401           401         401
redirect of bob's                404       302       404        401           401         401
redirect of bob's by user_id     404       302       302        401           401         401
redirect of admin's              404       404       302        401           401         401
redirect of admin's by user_id   404       404       302        401           401         401
list of ann's                    200 ann   200 bob   200 admin  401           401         401
list of ann's by user_id         200 ann   403       200 ann    401           401         401
list of bob's                    200 ann   200 bob   200 admin  401           401         401
list of bob's by user_id         403       200 bob   200 bob    401           401         401
list of admin's                  200 ann   200 bob   200 admin  401           401         401
list of admin's by user_id       403       403       200 admin  401           401         401
delete of ann's                  204 gone  204 kept  204 kept   401 kept      401 kept    401 kept
delete of ann's by user_id       204 gone  404 kept  204 gone   401 kept      401 kept    401 kept
delete of bob's                  204 kept  204 gone  204 kept   401 kept      401 kept    401 kept
delete of bob's by user_id       404 kept  204 gone  204 gone   401 kept      401 kept    401 kept
delete of admin's                204 kept  204 kept  204 gone   401 kept      401 kept    401 kept
delete of admin's by user_id     404 kept  404 kept  204 gone   401 kept      401 kept    401 kept`;

// holds: threat.api.forged-token, threat.upload.forged-owner, threat.upload.guessed-image-id, threat.table.foreign-row
// holds: threat.retrieval.foreign-image
test('who gets what of whose images', async () => {
  const table = await whoGetsWhat();
  process.stdout.write(`\n${table}\n\n`);
  expect(table).toBe(EXPECTED);
}, 60_000);

// holds: threat.retrieval.wide-deletion
test('a ready image keeps its objects whoever else deletes it, and loses them all to an administrator', async () => {
  const path = `/image/${images.ann}`;
  const others: Caller[] = ['bob', 'access token', 'other pool', 'nobody'];
  const byId = `?user_id=${users.ann.id}`;
  await Promise.all(others.flatMap(caller => ['', byId].map(query => call('DELETE', path + query, { token: tokens[caller] }))));
  const objects = async () => [
    ...await keysUnder('InputBucketName', `uploads/${users.ann.id}/`),
    ...await keysUnder('OutputBucketName', `images/${users.ann.id}/`),
  ].filter(key => key.includes(images.ann));
  expect(await objects()).toHaveLength(1 + 2 * SIZES.length);
  expect((await call('DELETE', path + byId, { token: tokens.admin })).status).toBe(204);
  expect(await objects()).toEqual([]);
  expect((await call('GET', path, { token: tokens.ann })).status).toBe(404);
});
