import { Photograph } from '../../bench/photographs';
import { measureRounds, ratioOf } from '../../bench/rounds';
import { Subject } from '../../bench/subjects';

const photographs = ['a', 'b'].map((name): Photograph => ({ name, path: name, megapixels: 12, bytes: 1 }));

/** Costs `ms`, and writes down when it was asked. */
const subject = (name: string, ms: (photograph: Photograph) => number, calls: string[] = []): Subject => ({
  name,
  measure: async photograph => {
    calls.push(`${name} ${photograph.name}`);
    return { total: ms(photograph) };
  },
});

test('a round before the first warms up and is forgotten; the order turns each round', async () => {
  const calls: string[] = [];
  const measurements = await measureRounds([subject('x', () => 1, calls), subject('y', () => 2, calls)], photographs.slice(0, 1), 2, () => undefined);
  expect(calls).toEqual(['y a', 'x a', 'x a', 'y a', 'y a', 'x a']);
  expect(measurements).toHaveLength(4);
});

// holds: promise.command.bench
test('a ratio pairs the same photograph of the same round', async () => {
  const measurements = await measureRounds(
    [subject('x', ({ name }) => (name === 'a' ? 1 : 30)), subject('y', ({ name }) => (name === 'a' ? 2 : 60))], photographs, 3, () => undefined);
  expect(ratioOf(measurements, 'x', 'y')).toEqual({ median: 0.5, lowest: 0.5, highest: 0.5, pairs: 6 });
});

test('a photograph that has no such figure is left out, and a ratio of none is absent', async () => {
  const measurements = await measureRounds(
    [subject('x', ({ name }) => (name === 'a' ? 3 : NaN)), subject('y', () => 2)], photographs, 1, () => undefined);
  expect(ratioOf(measurements, 'x', 'y')?.pairs).toBe(1);
  expect(ratioOf(measurements, 'x', 'z')).toBeUndefined();
});
