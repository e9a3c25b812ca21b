import { Hop, HOPS } from './hops';
import { Parts, table } from '../generated-parts';

/** Hops that take more than the design are left out. */
const MOST = 16_000;
const number = (value: number): string => value < 10 ? String(Number(value.toPrecision(2))) : Math.round(value).toLocaleString('en-US');
/** Uploads a second that a hop takes. */
const ceiling = ({ limit, each }: Hop): number => limit / each;
const sorted = [...HOPS].sort((a, b) => ceiling(a) - ceiling(b));

/** The generated parts of docs/scaling.md. */
export function scalingParts(): Parts {
  return new Map([['hops', hops()]]);
}

/** In the order in which they throttle. */
function hops(): string {
  return table(['hop', 'limit:', 'takes uploads/s:', 'raised by', ''], sorted.filter((hop) => ceiling(hop) <= MOST).map((hop) => [
    hop.name, `${number(hop.limit)} ${hop.unit}`, number(ceiling(hop)), hop.lift, hop.kind,
  ]));
}
