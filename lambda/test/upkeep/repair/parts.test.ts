import '../../support/environment';
import { MAX_CALLS } from '../../../../src/contract/repairs';
import { handler } from '../../../upkeep/repair/index';
import { NOTHING, planParts, report, work } from '../../../upkeep/repair/parts';
import type { RepairPart } from '../../../upkeep/repair/read-request';
import { isOutdated } from '../../../upkeep/repair/repair-images';

describe('the plan of a repair', () => {
  test.each([[0, 2], [10_000, 2], [45_000, 5], [100_000_000, 256]])('of %d rows has %d parts', (rows, count) => {
    const parts = planParts({ repair: 'failed' }, rows);
    const segmentsOf = Array.from({ length: count }, (_, segment) => [segment, count]);
    expect(parts.map(({ segment, segments }) => [segment, segments])).toEqual(segmentsOf);
    expect(new Set(parts.map(({ dry_run }) => dry_run))).toEqual(new Set([true]));
  });

  test.each([
    { repair: 'dead-letters' }, { repair: 'failed', max_images: 5 }, { repair: 'outdated', user_id: 'user' },
  ] as const)('is one part for %j', (input) => {
    expect(planParts(input, 1_000_000)).toHaveLength(1);
  });

  test('and its parts fit the 256 KB of a state, also when they are done', () => {
    const [part] = planParts({ repair: 'dead-letters', dry_run: false }, 0);
    const counts = JSON.parse(JSON.stringify(NOTHING).replaceAll('0', '999999999999'));
    const full = { ...part, counts, calls: MAX_CALLS, cursor: { user_id: 'x'.repeat(128), image_id: 'x'.repeat(36) } };
    expect(256 * JSON.stringify(full).length).toBeLessThan(256 * 1024);
  });
});

describe('a call of a part', () => {
  const part: RepairPart = { ...planParts({ repair: 'failed', dry_run: false }, 0)[0] };
  const counted = (sent: number) => ({ ...NOTHING, matching: sent, sent });

  test('is the last one at its limit of calls, and says that there is more', async () => {
    const step = async () => ({ counts: NOTHING, cursor: { user_id: 'a' } });
    const last = await work({ ...part, calls: MAX_CALLS - 1 }, { room: async () => 25, step });
    expect(last).toMatchObject({ calls: MAX_CALLS, done: true, complete: false });
    expect(await work({ ...part, calls: MAX_CALLS - 1 }, { room: async () => 0, step })).toMatchObject({ done: true, complete: false });
  });

  test('rests after it sent something, and not after it only looked', async () => {
    const step = (sent: number) => async () => ({ counts: counted(sent), cursor: { user_id: 'a' } });
    expect((await work(part, { room: async () => 25, step: step(3) })).wait_seconds).toBe(5);
    expect((await work(part, { room: async () => 25, step: step(0) })).wait_seconds).toBe(0);
  });

  test('asks no queue in a dry run', async () => {
    const room = jest.fn();
    await work({ ...part, dry_run: true }, { room, step: async () => ({ counts: NOTHING }) });
    expect(room).not.toHaveBeenCalled();
  });
});

test('the report adds up all parts, and names those that broke off', () => {
  const [part] = planParts({ repair: 'outdated', dry_run: false }, 0);
  const counts = { looked_at: 10, matching: 3, bytes: 200, sent: 2, skipped: { ...NOTHING.skipped, original_gone: 1 } };
  expect(report([{ ...part, counts, complete: true }, { ...part, counts, error: { Error: 'Timeout' } }])).toEqual({
    repair: 'outdated',
    dry_run: false,
    looked_at: 20,
    matching: 6,
    bytes: 400,
    sent: 4,
    complete: false,
    failed_parts: 1,
    skipped: { original_gone: 2, under_way: 0, changed: 0, unreadable: 0 },
  });
});

describe('renditions', () => {
  const sizes = [{ name: 'small', recipe: 'aaaaaaaa' }, { name: 'large', recipe: 'bbbbbbbb' }];
  const made = (...list: [string, string?][]) =>
    JSON.stringify(list.flatMap(([size, recipe]) => ['webp', 'jpeg'].map((format) => ({ size, recipe, format }))));

  test('of the deployed settings are not outdated', () => {
    expect(isOutdated(made(['small', 'aaaaaaaa'], ['large', 'bbbbbbbb']), sizes)).toBe(false);
  });

  test.each([
    ['with a size of another recipe', made(['small', 'aaaaaaaa'], ['large', 'cccccccc'])],
    ['without one of the sizes', made(['small', 'aaaaaaaa'])],
    ['with a size that is no more', made(['small', 'aaaaaaaa'], ['large', 'bbbbbbbb'], ['huge', 'dddddddd'])],
    ['of a version that wrote no recipe', made(['small'], ['large'])],
    ['that are none', undefined],
    ['that nobody can read', '{'],
  ])('%s are outdated', (_title, renditions) => {
    expect(isOutdated(renditions, sizes)).toBe(true);
  });
});

test.each([
  [undefined], [{}], [{ task: 'plan' }], [{ task: 'other', input: { repair: 'failed' } }], [{ task: 'plan', input: { repair: 'all' } }],
  [{ task: 'plan', input: { repair: 'failed', dryRun: false } }], [{ task: 'plan', input: { repair: 'failed', dry_run: 'false' } }],
  [{ task: 'plan', input: { repair: 'failed', max_images: 0 } }], [{ task: 'plan', input: { repair: 'failed', max_images: 1.5 } }],
  [{ task: 'plan', input: { repair: 'failed', user_id: 'me@example.com' } }], [{ task: 'plan', input: { repair: 'dead-letters', user_id: 'user' } }],
  [{ task: 'work', part: { repair: 'failed' } }],
])('rejects %j, and says what is expected', async (event) => {
  await expect(handler(event)).rejects.toThrow('expected {"repair": "failed" | "outdated" | "dead-letters"');
});
