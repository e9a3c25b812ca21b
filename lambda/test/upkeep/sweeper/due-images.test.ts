import { isDue } from '../../../upkeep/sweeper/sweep';

const MINUTE = 60_000;
const RHYTHM = { afterMs: 15 * MINUTE, everyMs: 5 * MINUTE };
const now = new Date('2026-01-02T00:00:00Z');
const dueAt = (status: 'pending' | 'processing', age: number) => isDue({ status, updatedAt: new Date(now.getTime() - age).toISOString() }, now, RHYTHM);

test('an image that processes is looked at each time', () => {
  for (let age = RHYTHM.afterMs; age < 120 * MINUTE; age += MINUTE) expect(dueAt('processing', age)).toBe(true);
});

test('one that waits for its bytes is looked at as soon as its time has come, and then less and less often', () => {
  const looks = Array.from({ length: 274 }, (_, sweep) => sweep).filter((sweep) => dueAt('pending', RHYTHM.afterMs + sweep * RHYTHM.everyMs));
  expect(looks).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256]);
});

test('the first look comes at the next sweep, whenever that is', () => {
  for (let late = 0; late < RHYTHM.everyMs; late += 1_000) expect(dueAt('pending', RHYTHM.afterMs + late)).toBe(true);
});

test('from a day on it is looked at each time: its row may be removed', () => {
  for (let sweep = 0; sweep < 20; sweep++) expect(dueAt('pending', 24 * 60 * MINUTE + sweep * RHYTHM.everyMs)).toBe(true);
});
