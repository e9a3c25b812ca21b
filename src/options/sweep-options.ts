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
