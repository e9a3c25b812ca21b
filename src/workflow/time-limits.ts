import { Duration } from 'aws-cdk-lib';
import { ImageSettings } from '../contract/image-settings';
import { hasAvif } from '../options/image-settings';

/** The maximum for an express execution. A standard one would otherwise wait up to a year for a lost call. */
export const TIMEOUT = Duration.minutes(5);

/** An event that EventBridge did not accept for a minute is published again after this, as often as necessary. */
export const PUBLISH_AGAIN_AFTER = Duration.minutes(2);

export const VALIDATION_TIMEOUT = Duration.seconds(15);

/** A write, some deletions, or some tens of copies inside S3. */
export const RECORD_TIMEOUT = Duration.seconds(15);

/** Each of the functions that decode or encode. */
export function imageTimeout({ formats }: ImageSettings): Duration {
  return Duration.seconds(hasAvif(formats) ? 60 : 30);
}

/** A step that is stopped gets one retry. */
const TRIES = 2;
/** Seconds for recording, publishing and counting. */
const REST = 10;

/**
 * Seconds that the moderations of an image may take together in one attempt, if every function uses its whole timeout twice:
 * with AVIF and a watermark these take 270 of the 300 s, which leaves 10.
 */
export function moderationRoom(images: ImageSettings): number {
  const steps = images.watermark ? 2 : 1;
  const others = VALIDATION_TIMEOUT.toSeconds() + steps * imageTimeout(images).toSeconds();
  return (TIMEOUT.toSeconds() - REST) / TRIES - others;
}
