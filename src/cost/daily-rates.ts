import { CostKind } from './cost-kind';
import { CostModel } from './cost-model';
import { GB, HOURS_OF_MONTH } from './demand';
import { PRICES } from './prices';
import { POLLS } from './processing';

export const DAYS_OF_MONTH = HOURS_OF_MONTH / 24;

/** Any: per image it makes no difference, but for custom metrics. */
const SAMPLE = 10_000;

/** US dollars by what CloudWatch counts, for an average image. */
export interface DailyRates {
  /** A day without images. */
  readonly fixed: number;
  readonly image: number;
  /** Requests of the API that an image's processing has in it already. */
  readonly requestsOfImage: number;
  /** Any further request is taken for a view with its download. */
  readonly view: number;
  /** For a day, in S3 Standard. */
  readonly storedByte: number;
}

export function dailyRates(costs: CostModel): DailyRates {
  const estimate = costs.estimate({ imagesPerMonth: SAMPLE, viewsPerImage: 1, monthsKept: 0 });
  return {
    fixed: estimate.fixedUsd / DAYS_OF_MONTH,
    image: estimate.usdOf(CostKind.PROCESSING) / SAMPLE,
    requestsOfImage: 1 + POLLS,
    view: estimate.usdOf(CostKind.VIEWS) / SAMPLE,
    storedByte: PRICES.s3StandardGb / GB / DAYS_OF_MONTH,
  };
}
