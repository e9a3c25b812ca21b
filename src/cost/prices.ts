/**
 * US dollars: AWS list prices of us-east-1 without free tiers and discounts, as known to the authors in November 2026; none
 * was fetched from AWS. Check the ones that matter to you at https://aws.amazon.com/<service>/pricing/, and pass your own
 * (`prices`).
 *
 * No imports here: the repair command uses this file too, and runs without the CDK.
 */
export const PRICES = {
  /** A customer managed key, per month; each of the first two yearly rotations adds the same again. */
  kmsKey: 1,
  kmsRequest: 0.03 / 10_000,
  /** In one availability zone. */
  interfaceEndpointHour: 0.01,
  interfaceEndpointGb: 0.01,
  /** A metric of a standard alarm, per month. */
  alarmMetric: 0.1,
  dashboard: 3,
  /** Per month, billed for the hours with data. */
  customMetric: 0.3,
  putMetricData: 0.01 / 1000,
  /** Ingestion; a month of storage adds about 1 %. */
  logGb: 0.5,
  traceRecorded: 5 / 1e6,
  apiRequest: 3.5 / 1e6,
  /** Essentials plan, beyond the first 10,000 users per month. */
  monthlyActiveUser: 0.015,
  lambdaRequest: 0.2 / 1e6,
  lambdaGbSecondArm64: 0.0000133334,
  lambdaGbSecondX64: 0.0000166667,
  standardTransition: 0.025 / 1000,
  expressRequest: 1 / 1e6,
  expressGbSecond: 0.00001667,
  /** S3 events, which a bucket opts into, cost the same as custom events. */
  event: 1 / 1e6,
  /** Rekognition moderation labels for one image, first million per month. */
  moderatedPicture: 0.001,
  queueRequest: 0.4 / 1e6,
  tableWrite: 0.625 / 1e6,
  tableRead: 0.125 / 1e6,
  /** Per month, including point-in-time recovery at 0.20. */
  tableGb: 0.25 + 0.2,
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  /** Per month, like the three below. */
  s3StandardGb: 0.023,
  s3InfrequentAccessGb: 0.0125,
  s3GlacierInstantRetrievalGb: 0.004,
  /** Monitoring of an object by Intelligent-Tiering. */
  s3WatchedObject: 0.0025 / 1000,
  s3TransitionToInfrequentAccess: 0.01 / 1000,
  s3TransitionToGlacierInstantRetrieval: 0.02 / 1000,
  s3TransitionToIntelligentTiering: 0.01 / 1000,
  /** To the internet, first 10 TB per month. */
  downloadedGb: 0.09,
  /** To viewers in North America. Requests cost 20 % more in Europe, and both prices up to twice as much elsewhere. */
  cloudFrontRequest: 0.01 / 10_000,
  cloudFrontGb: 0.085,
} as const;

export const PRICES_SOURCE = 'AWS list prices of us-east-1 as known to the authors in November 2026, without free tiers; not fetched from AWS';

export type PriceName = keyof typeof PRICES;
export type Prices = Readonly<Record<PriceName, number>>;
