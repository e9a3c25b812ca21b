import { Photograph } from './photographs';
import { orderOf, pairedRatio, PairedRatio } from './statistics';
import { Cost, Subject } from './subjects';

/** Cost of a subject on a photograph in one round. */
export interface Measurement {
  readonly subject: string;
  readonly photograph: Photograph;
  readonly round: number;
  readonly cost: Cost;
}

/** All subjects on all photographs, `rounds` times, after one round that warms up the processes and is not counted. */
export async function measureRounds(
  subjects: readonly Subject[],
  photographs: readonly Photograph[],
  rounds: number,
  report: (line: string) => void,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (let round = -1; round < rounds; round++) {
    report(round < 0 ? 'Warming up' : `Round ${round + 1} of ${rounds}`);
    for (const photograph of photographs) {
      for (const subject of orderOf(subjects, Math.abs(round))) {
        const cost = await subject.measure(photograph);
        if (round >= 0) measurements.push({ subject: subject.name, photograph, round, cost });
      }
    }
  }
  return measurements;
}

/** Of the pairs in which both were measured; `undefined` if there are none. */
export function ratioOf(measurements: readonly Measurement[], of: string, to: string): PairedRatio | undefined {
  const totals = (subject: string) => measurements.filter(measurement => measurement.subject === subject);
  const pairs = totals(of).flatMap(({ photograph, round, cost }) => {
    const other = totals(to).find(candidate => candidate.photograph === photograph && candidate.round === round);
    return other && !Number.isNaN(cost.total) && !Number.isNaN(other.cost.total) ? [[cost.total, other.cost.total]] : [];
  });
  if (pairs.length === 0) return undefined;
  return pairedRatio(pairs.map(([value]) => value), pairs.map(([, value]) => value));
}
