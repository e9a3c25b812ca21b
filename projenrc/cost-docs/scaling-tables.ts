import { CONCURRENCY_OF_FUNCTIONS, Hop, HOPS } from './hops';
import { Parts, table } from '../generated-parts';

const RATES = [10, 100, 1000, 10_000];
const number = (value: number): string => value < 10 ? String(Number(value.toPrecision(2))) : Math.round(value).toLocaleString('en-US');
/** Uploads a second that a hop takes. */
const ceiling = ({ limit, each }: Hop): number => limit / each;
const sorted = [...HOPS].sort((a, b) => ceiling(a) - ceiling(b));

/** The generated parts of docs/scaling.md. */
export function scalingParts(): Parts {
  return new Map([['hops', hops()], ['first', first()], ['functions', functions()]]);
}

/** In the order in which they throttle; what is too much is bold. */
function hops(): string {
  const cell = ({ each, limit }: Hop, rate: number): string => each * rate > limit ? `**${number(each * rate)}**` : number(each * rate);
  return table(['hop', 'limit:', 'takes uploads/s:', ...RATES.map((rate) => `at ${rate.toLocaleString('en-US')}/s:`), ''], sorted.map((hop) => [
    hop.name, `${number(hop.limit)} ${hop.unit}`, number(ceiling(hop)), ...RATES.map((rate) => cell(hop, rate)), hop.kind,
  ]));
}

/** What has to be lifted before a rate, beside what had to be before the rate below it. */
function first(): string {
  const between = (from: number, to: number): Hop[] => sorted.filter((hop) => ceiling(hop) >= from && ceiling(hop) < to);
  return table(['before uploads a second', 'throttles first', 'is lifted by'], RATES.flatMap((rate, index) => {
    const found = between(index === 0 ? 0 : RATES[index - 1], rate);
    const title = `**${rate.toLocaleString('en-US')}**`;
    return found.length === 0 ? [[title, 'nothing', '']] : found.map(({ name, lift }, row) => [row === 0 ? title : '', name, lift]);
  }));
}

function functions(): string {
  return table(['function', ...RATES.map((rate) => `at ${rate.toLocaleString('en-US')}/s:`)],
    CONCURRENCY_OF_FUNCTIONS.map(({ name, each }) => [name, ...RATES.map((rate) => number(each * rate))]));
}
