/**
 * What a cost grows with.
 */
export enum CostKind {
  /** Time: paid without a single image. */
  FIXED = 'FIXED',
  /** Images: from the upload grant to "ready". */
  PROCESSING = 'PROCESSING',
  /** Images, and how long they are kept. */
  STORAGE = 'STORAGE',
  /** Views: an API call for a URL, and the download. */
  VIEWS = 'VIEWS',
  /** Users who sign in. */
  USERS = 'USERS',
}

/**
 * One line of an estimate.
 */
export interface CostLine {
  /** What the cost grows with. */
  readonly kind: CostKind;
  /** The service that bills it. */
  readonly service: string;
  /** What it is for. */
  readonly item: string;
  /** Name of the price. */
  readonly price: string;
  /** Units per month. */
  readonly quantity: number;
  /** US dollars per month. */
  readonly usd: number;
}

const TITLES: Readonly<Record<CostKind, string>> = {
  [CostKind.FIXED]: 'idle',
  [CostKind.PROCESSING]: 'processing',
  [CostKind.STORAGE]: 'storage',
  [CostKind.VIEWS]: 'views',
  [CostKind.USERS]: 'users',
};

/** Lines below this share of the total are summed up in one. */
const SMALL = 0.005;

/**
 * Estimated monthly cost of a system in US dollars: a model, not a bill.
 */
export class CostEstimate {
  /**
   * @param lines every line
   * @param imagesPerMonth the number of images that the lines are for
   * @param source where the prices come from
   */
  constructor(public readonly lines: CostLine[], public readonly imagesPerMonth: number, public readonly source: string) {}

  /** The sum of all lines. */
  public get totalUsd(): number {
    return sum(this.lines);
  }

  /** The cost without a single image. */
  public get fixedUsd(): number {
    return this.usdOf(CostKind.FIXED);
  }

  /** The cost of processing 1,000 more images, without storage and views. 0 if there are no images. */
  public get processingUsdPerThousand(): number {
    return this.imagesPerMonth === 0 ? 0 : this.usdOf(CostKind.PROCESSING) / this.imagesPerMonth * 1000;
  }

  /**
   * The sum of the lines of one kind.
   *
   * @param kind what the lines grow with
   */
  public usdOf(kind: CostKind): number {
    return sum(this.lines.filter((line) => line.kind === kind));
  }

  /**
   * The lines as a plain-text table, most expensive first.
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
