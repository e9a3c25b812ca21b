import { Answer, call, newAddress, newPassword, newUser, signUp } from './backend';

const KINDS = ['unknown', 'unconfirmed', 'confirmed'] as const;
type Kind = typeof KINDS[number];

const unconfirmed = newAddress();
let addresses: Record<Kind, () => string>;
beforeAll(async () => {
  const { email } = await newUser();
  await signUp(unconfirmed, newPassword());
  // A sign-up makes an address known, so an unknown one is good for one call.
  addresses = { unknown: newAddress, unconfirmed: () => unconfirmed, confirmed: () => email };
}, 60_000);

const password = newPassword();
const CALLS: Record<string, (email: string) => [path: string, body: object]> = {
  'sign-in with a wrong password': email => ['/auth/signin', { email, password }],
  'sign-up': email => ['/auth/signup', { email, password }],
  'sign-up with a weak password': email => ['/auth/signup', { email, password: 'weak' }],
  'verify with a wrong code': email => ['/auth/verify', { email, code: '000000' }],
  'resend-code': email => ['/auth/resend-code', { email }],
  'forgot-password': email => ['/auth/forgot-password', { email }],
  'confirm-forgot-password with a wrong code': email => ['/auth/confirm-forgot-password', { email, password, code: '000000' }],
  'confirm-forgot-password with a wrong code and a weak password': email => ['/auth/confirm-forgot-password', { email, password: 'weak', code: '000000' }],
};
const titles = Object.keys(CALLS);

async function ask(title: string, kind: Kind): Promise<Answer> {
  const [path, body] = CALLS[title](addresses[kind]());
  return call('POST', path, { body });
}

/** What an observer can compare: not the ids and times that differ from call to call for every address. */
function comparable({ status, headers, body }: Answer) {
  const { instance: _instance, user_id: _userId, ...rest } = body;
  const stable = [...headers].filter(([name]) => !/^(date|x-amzn?-.*|content-length)$/.test(name));
  return { status, body: rest, headers: Object.fromEntries(stable), length: headers.get('content-length') };
}

// holds: threat.app.account-takeover, threat.auth.enumeration
test.each(titles)('%s is answered alike to unknown, unconfirmed and confirmed addresses', async title => {
  const [unknown, ...known] = await Promise.all(KINDS.map(async kind => comparable(await ask(title, kind))));
  for (const answer of known) expect(answer).toEqual(unknown);
  expect(Object.keys(unknown.headers)).toEqual(expect.arrayContaining(['cache-control', 'content-type', 'vary']));
});

const ROUNDS = 9;
// A request rejected before the call to Cognito reveals nothing by its duration.
const timed = titles.filter(title => !title.includes('weak'));

/** Milliseconds of each kind, taken in turns: what slows the machine down slows all three. */
async function timesOf(title: string): Promise<Record<Kind, number[]>> {
  const times: Record<Kind, number[]> = { unknown: [], unconfirmed: [], confirmed: [] };
  for (let turn = 0; turn < ROUNDS * KINDS.length; turn++) {
    const kind = KINDS[(turn + Math.floor(turn / KINDS.length)) % KINDS.length];
    const start = performance.now();
    await ask(title, kind);
    times[kind].push(performance.now() - start);
  }
  return times;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Whether every call of one kind, or nearly, takes longer than every one of the other, and by a tenth. Chance rarely does that. */
function areDistinguishable(a: number[], b: number[]): boolean {
  const longer = a.flatMap(x => b.map(y => x > y)).filter(Boolean).length / (a.length * b.length);
  const [shorter, other] = [median(a), median(b)].sort((x, y) => x - y);
  return Math.abs(longer - 0.5) > 0.48 && other > 1.1 * shorter;
}

// holds: threat.auth.enumeration
test('no call takes longer for one kind of address than for another', async () => {
  const lines = [`${'milliseconds (median)'.padEnd(44)}${KINDS.map(kind => kind.padStart(12)).join('')}`];
  const distinguishable: string[] = [];
  for (const title of timed) {
    const times = await timesOf(title);
    lines.push(title.padEnd(44) + KINDS.map(kind => median(times[kind]).toFixed(1).padStart(12)).join(''));
    const pairs: [Kind, Kind][] = [['unknown', 'unconfirmed'], ['unknown', 'confirmed'], ['unconfirmed', 'confirmed']];
    distinguishable.push(...pairs.filter(([a, b]) => areDistinguishable(times[a], times[b])).map(([a, b]) => `${title}: ${a}, ${b}`));
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
  expect(distinguishable).toEqual([]);
}, 120_000);
