/**
 * List prices in dollars of us-east-1 without free tiers, as the pages of the services gave them (aws.amazon.com/<service>/pricing);
 * known to the authors in November 2026. Others differ by up to a half: an estimate says what order of costs to expect.
 */
const PRICES = {
  lambdaGigabyteSecond: 0.0000133334, // arm64
  lambdaRequest: 0.0000002,
  expressExecution: 0.000001,
  expressGigabyteSecond: 0.00001667,
  s3Write: 0.000005, // PUT, COPY and LIST
  s3Read: 0.0000004,
  sqsRequest: 0.0000004,
  dynamoWrite: 0.000000625, // of 1 KB
  putMetric: 0.00001,
  event: 0.000001,
} as const;

/** Of the default sizes and formats: 4 x 2. */
const RENDITIONS = 8;
/** `docs/performance.md`: half a second of processor time for a photograph of 12 megapixels, and as much for storage. */
const SECONDS_AN_IMAGE = 0.5;
const SECONDS_A_MEGABYTE = 0.15;
const IMAGE_FUNCTION_GIGABYTES = 1.769;
/** Smallest that an express execution is billed as. */
const EXECUTION_GIGABYTES = 0.0625;
/** What a repair sends at most (`lambda/repair/work.ts`). */
export const IMAGES_A_SECOND = 20;

export interface Estimate {
  readonly dollars: number;
  readonly hours: number;
}

/** What the processing of so many images costs, an express workflow with a watermark, and how long a repair takes to send them. */
export function estimate(images: number, bytes: number): Estimate {
  const seconds = images * SECONDS_AN_IMAGE + bytes / 1e6 * SECONDS_A_MEGABYTE;
  const functions = seconds * IMAGE_FUNCTION_GIGABYTES * PRICES.lambdaGigabyteSecond;
  const execution = seconds * EXECUTION_GIGABYTES * PRICES.expressGigabyteSecond;
  // Orchestrator and three image functions; the old renditions are copied once, with a tag; a listing finds the original.
  const eachImage = 4 * PRICES.lambdaRequest + PRICES.expressExecution + (2 * RENDITIONS + 2) * PRICES.s3Write + 4 * PRICES.s3Read
    + 3 * PRICES.sqsRequest + 6 * PRICES.dynamoWrite + PRICES.putMetric + PRICES.event;
  return { dollars: functions + execution + images * eachImage, hours: images / IMAGES_A_SECOND / 3600 };
}
