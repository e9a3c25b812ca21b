import { PRICES } from '../../cost/prices';

/** Of the default sizes and formats: 4 x 2. */
const RENDITIONS = 8;
/** `docs/performance.md`: half a second of processor time for a photograph of 12 megapixels, and as much for storage. */
const SECONDS_AN_IMAGE = 0.5;
const SECONDS_A_MEGABYTE = 0.15;
const IMAGE_FUNCTION_GIGABYTES = 1.769;
/** Minimum billed memory of an express execution. */
const EXECUTION_GIGABYTES = 0.0625;
/** Maximum rate of a repair (`lambda/upkeep/repair/work.ts`). */
const IMAGES_A_SECOND = 20;

export interface Estimate {
  readonly dollars: number;
  readonly hours: number;
}

/**
 * Cost of processing this many images, with an express workflow and a watermark, and how long a repair takes to send them.
 * A rough estimate with prices of us-east-1; other regions differ by up to 50 %.
 */
export function estimate(images: number, bytes: number): Estimate {
  const seconds = images * SECONDS_AN_IMAGE + bytes / 1e6 * SECONDS_A_MEGABYTE;
  const functions = seconds * IMAGE_FUNCTION_GIGABYTES * PRICES.lambdaGbSecondArm64;
  const execution = seconds * EXECUTION_GIGABYTES * PRICES.expressGbSecond;
  // Orchestrator and three image functions; old renditions are copied once to tag them; a listing finds the original.
  const eachImage = 4 * PRICES.lambdaRequest + PRICES.expressRequest + (2 * RENDITIONS + 2) * PRICES.s3Put + 4 * PRICES.s3Get
    + 3 * PRICES.queueRequest + 6 * PRICES.tableWrite + PRICES.putMetricData + PRICES.event;
  return { dollars: functions + execution + images * eachImage, hours: images / IMAGES_A_SECOND / 3600 };
}
