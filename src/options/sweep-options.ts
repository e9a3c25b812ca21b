import { Duration } from 'aws-cdk-lib';
import { failUnknown, Range, requireWhole } from './check';

/**
 * Options of the sweeper, which brings images to an end that got stuck: it sends lost uploads again, has an image whose
 * processing came to no end processed twice more and then marks it as failed, and removes grants that were never used.
 */
export interface SweepOptions {
  /**
   * Time from one sweep to the next, in whole minutes, 1 minute to 1 hour.
   *
   * @default Duration.minutes(5)
   */
  readonly every?: Duration;

  /**
   * How long nothing may have happened to an image before it is looked at, in whole minutes, 10 minutes to 1 day. A
   * workflow takes five minutes at most, and a message that could not be handled comes again within three: below ten
   * minutes the sweeper would take up images that somebody works on.
   *
   * @default Duration.minutes(15)
   */
  readonly after?: Duration;
}

/** The options with their defaults, checked. */
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
