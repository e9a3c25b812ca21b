/**
 * US dollars, AWS list prices of us-east-1 without free tiers and discounts, as the authors knew them when they wrote this: no
 * price was fetched from AWS. Check those that matter to you, and pass your own (`prices`). A page of each service has its
 * own: https://aws.amazon.com/<service>/pricing/.
 *
 * No imports here: the command reads them too, which runs without the CDK.
 */
export const PRICES = {
  /** A customer managed key, a month; each of the first two yearly rotations adds as much. */
  kmsKey: 1,
  kmsRequest: 0.03 / 10_000,
  /** In one availability zone. */
  interfaceEndpointHour: 0.01,
  interfaceEndpointGb: 0.01,
  /** A metric of a standard alarm, a month. */
  alarmMetric: 0.1,
  dashboard: 3,
  /** A month, billed by the hours in which it has values. */
  customMetric: 0.3,
  putMetricData: 0.01 / 1000,
  /** Taken in; keeping it for a month adds a hundredth. */
  logGb: 0.5,
  traceRecorded: 5 / 1e6,
  apiRequest: 3.5 / 1e6,
  /** Plan Essentials, beyond the first 10,000 users of the month. */
  monthlyActiveUser: 0.015,
  lambdaRequest: 0.2 / 1e6,
  lambdaGbSecondArm64: 0.0000133334,
  lambdaGbSecondX64: 0.0000166667,
  standardTransition: 0.025 / 1000,
  expressRequest: 1 / 1e6,
  expressGbSecond: 0.00001667,
  /** An event of S3, which a bucket opts into, costs as much as one's own. */
  event: 1 / 1e6,
  /** Rekognition's moderation labels of a picture, the first million of a month. */
  moderatedPicture: 0.001,
  queueRequest: 0.4 / 1e6,
  tableWrite: 0.625 / 1e6,
  tableRead: 0.125 / 1e6,
  /** A month, with point-in-time recovery at 0.20. */
  tableGb: 0.25 + 0.2,
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  /** A month, as are the four below. */
  s3StandardGb: 0.023,
  s3InfrequentAccessGb: 0.0125,
  s3GlacierInstantRetrievalGb: 0.004,
  /** An object that Intelligent-Tiering watches. */
  s3WatchedObject: 0.0025 / 1000,
  s3TransitionToInfrequentAccess: 0.01 / 1000,
  s3TransitionToGlacierInstantRetrieval: 0.02 / 1000,
  s3TransitionToIntelligentTiering: 0.01 / 1000,
  /** To the internet, first 10 TB of a month. */
  downloadedGb: 0.09,
  /** To viewers in North America: Europe's requests cost a fifth more, other parts of the world up to twice as much of both. */
  cloudFrontRequest: 0.01 / 10_000,
  cloudFrontGb: 0.085,
} as const;

export const PRICES_SOURCE = 'AWS list prices of us-east-1 as known to the authors in November 2026, without free tiers; not fetched from AWS';

export type PriceName = keyof typeof PRICES;
export type Prices = Readonly<Record<PriceName, number>>;
