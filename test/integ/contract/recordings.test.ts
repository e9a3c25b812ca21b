import { merged, readRecordings, Recording } from '../../../integ/contract/recordings';
import { SCENARIO } from '../../../integ/contract/scenario';

const nameOf = ({ call, how = '' }: { readonly call: string; readonly how?: string }) => `${call} ${how}`;

describe('the recorded requests of the previous release', () => {
  const recordings = readRecordings();

  test('have each step of the scenario', () => {
    expect(recordings.map(nameOf)).toEqual(expect.arrayContaining(SCENARIO.map(nameOf)));
    expect(new Set(SCENARIO.map(nameOf)).size).toBe(SCENARIO.length);
  });

  test('are answered well where a method is called plainly', () => {
    const plain = recordings.filter(({ how }) => how === undefined).flatMap(({ exchanges }) => exchanges);
    expect(plain.filter(({ answer: { status } }) => status >= 300)).toEqual([]);
    expect(recordings.filter(({ exchanges }) => exchanges.length === 0)).toEqual([]);
  });

  test('hold nothing of the run that made them', () => {
    const text = JSON.stringify(recordings);
    for (const secret of [/eyJ/, /X-Amz/i, /Aa1!/, /127\.0\.0\.1|localhost/, /[0-9a-f]{8}-[0-9a-f]{4}-/]) expect(text).not.toMatch(secret);
  });
});

describe('recording once more', () => {
  const step = (call: string, to = '/'): Recording => ({ call, exchanges: [{ method: 'GET', to, answer: { status: 200 } }] });

  test('leaves what the previous release sent as it was, and puts new steps where the scenario has them', () => {
    const before = [step('a', '/old'), step('gone'), step('c')];
    expect(merged(before, [step('first'), step('a', '/new'), step('b'), step('c'), step('d')]))
      .toEqual([step('first'), step('a', '/old'), step('b'), step('gone'), step('c'), step('d')]);
  });

  test('of everything takes nothing from before', () => {
    expect(merged([], [step('a'), step('b')])).toEqual([step('a'), step('b')]);
  });
});
