import { Duration } from 'aws-cdk-lib';
import { failUnknown, Range, requireWhole } from './check';

/**
 * Options of the sweeper, which resolves stuck images: it requeues lost uploads, retries an image twice if its processing
 * never finished and then marks it failed, and removes unused grants.
 */
export interface SweepOptions {
  /**
   * Interval between sweeps, in whole minutes, 1 minute to 1 hour.
   *
   * @default Duration.minutes(5)
   */
  readonly every?: Duration;

  /**
   * Time without progress after which an image counts as stuck, in whole minutes, 10 minutes to 1 day. A workflow takes at
   * most five minutes, and a failed message is redelivered within three: below ten minutes the sweeper would retry images
   * that are still being processed.
   *
   * @default Duration.minutes(15)
   */
  readonly after?: Duration;
}

/** The validated options with defaults. */
export interface SweepSettings {
  readonly every: Duration;
  readonly after: Duration;
}

const EVERY = { min: 1, max: 60 };
const AFTER = { min: 10, max: 24 * 60 };

export function toSweepSettings({ every = Duration.minutes(5), after = Duration.minutes(15) }: SweepOptions = {}): SweepSettings {
  requireMinutes('sweep.every', every, EVERY);
  requireMinutes('sweep.after', after, AFTER);
  return { every, after };
}

function requireMinutes(subject: string, duration: Duration, range: Range): void {
  if (duration.isUnresolved()) failUnknown(subject, 'write the duration itself');
  requireWhole(`${subject} (in minutes)`, duration.toMinutes({ integral: false }), range);
}

/**
 * Options of the queue between uploads and workflows.
 */
export interface IngestionOptions {
  /**
   * Batches of up to ten uploads that are started concurrently, 2 to 1000 (the limits of SQS).
   *
   * It limits how fast a burst starts workflows. Their functions share the Lambda concurrency of the account, by default 1000,
   * with everything else in it; further uploads wait in the queue.
   *
   * @default 10
   */
  readonly maxConcurrency?: number;
}

/** The validated options with defaults. */
export interface IngestionSettings {
  readonly maxConcurrency: number;
}

const MAX_CONCURRENCY = { min: 2, max: 1000 };

export function toIngestionSettings({ maxConcurrency = 10 }: IngestionOptions = {}): IngestionSettings {
  requireWhole('ingestion.maxConcurrency', maxConcurrency, MAX_CONCURRENCY);
  return { maxConcurrency };
}

/**
 * Type of the Step Functions workflow that processes an image.
 */
export enum WorkflowType {
  /**
   * Billed by duration: about 0.5 % of the price of a standard workflow per image. An execution takes at most 5 minutes;
   * its history is only in the log group.
   */
  EXPRESS = 'EXPRESS',
  /** Billed by state transition, with 90 days of execution history in the console. */
  STANDARD = 'STANDARD',
}
