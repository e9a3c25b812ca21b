import { CostKind } from './cost-kind';

/**
 * One line of an estimate.
 */
export interface CostLine {
  /** What it grows with. */
  readonly kind: CostKind;
  /** The service that bills it. */
  readonly service: string;
  /** What it is for. */
  readonly item: string;
  /** Name of its price. */
  readonly price: string;
  /** Units of the price in a month. */
  readonly quantity: number;
  /** US dollars in a month. */
  readonly usd: number;
}

const TITLES: Readonly<Record<CostKind, string>> = {
  [CostKind.FIXED]: 'idle',
  [CostKind.PROCESSING]: 'processing',
  [CostKind.STORAGE]: 'storage',
  [CostKind.VIEWS]: 'views',
  [CostKind.USERS]: 'users',
};

/** Share of the total below which a line is not shown by itself. */
const SMALL = 0.005;

/**
 * What a system costs in a month, in US dollars: a model, not a bill.
 */
export class CostEstimate {
  /**
   * @param lines every line
   * @param imagesPerMonth that they are for
   * @param source where the prices come from
   */
  constructor(public readonly lines: CostLine[], public readonly imagesPerMonth: number, public readonly source: string) {}

  /** The sum of all lines. */
  public get totalUsd(): number {
    return sum(this.lines);
  }

  /** What is paid without a single image. */
  public get fixedUsd(): number {
    return this.usdOf(CostKind.FIXED);
  }

  /** What 1,000 images more cost to process: neither their storage nor their views. 0 where there are none. */
  public get processingUsdPerThousand(): number {
    return this.imagesPerMonth === 0 ? 0 : this.usdOf(CostKind.PROCESSING) / this.imagesPerMonth * 1000;
  }

  /**
   * The sum of one kind.
   *
   * @param kind what the lines grow with
   */
  public usdOf(kind: CostKind): number {
    return sum(this.lines.filter((line) => line.kind === kind));
  }

  /**
   * The lines as a table for people, dearest first.
   */
  public describe(): string {
    const small = this.lines.filter(({ usd }) => usd < SMALL * this.totalUsd);
    const large = this.lines.filter((line) => !small.includes(line)).sort((a, b) => b.usd - a.usd);
    const rows = large.map(({ usd, kind, service, item }) => `${usd.toFixed(2).padStart(12)}  ${TITLES[kind].padEnd(10)}  ${service}: ${item}`);
    return [
      `Estimate for ${this.imagesPerMonth} images a month: ${this.totalUsd.toFixed(2)} US dollars a month, ${this.fixedUsd.toFixed(2)} of it idle; `
      + `1,000 images cost ${this.processingUsdPerThousand.toFixed(3)} to process.`,
      ...rows,
      `${sum(small).toFixed(2).padStart(12)}  ${small.length} smaller lines`,
      `${''.padStart(12)}  A model, not a bill: docs/cost.md. Prices: ${this.source}.`,
    ].join('\n');
  }
}

function sum(lines: readonly CostLine[]): number {
  return lines.reduce((total, { usd }) => total + usd, 0);
}
