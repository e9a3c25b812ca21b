/** Middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('a median should be taken of at least one value, got none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface PairedRatio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly pairs: number;
}

/**
 * How many times `of` one thing costs as much as `to` another. Each pair was measured in the same round, so that a
 * machine that slows down between rounds slows both of a pair, and the ratio stays.
 */
export function pairedRatio(of: readonly number[], to: readonly number[]): PairedRatio {
  if (of.length !== to.length) throw new Error(`pairs should be complete, got ${of.length} and ${to.length} values`);
  const ratios = of.map((value, round) => value / to[round]);
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios), pairs: ratios.length };
}

/** Every second round runs in reverse order, so that no subject always follows the same one. */
export function orderOf<T>(items: readonly T[], round: number): T[] {
  return round % 2 === 0 ? [...items] : [...items].reverse();
}

/** Peak signal-to-noise ratio of 8-bit values, dB; `Infinity` if they are equal. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`pictures should have equally many values, got ${a.length} and ${b.length}`);
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] - b[at]) ** 2;
  return 10 * Math.log10((255 ** 2 * a.length) / sum);
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
