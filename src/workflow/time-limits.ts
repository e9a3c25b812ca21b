import { Duration } from 'aws-cdk-lib';
import { ImageSettings } from '../contract/image-settings';
import { hasAvif } from '../options/image-settings';

/** The most that an express execution may take; a standard one would otherwise wait for a lost call for a year. */
export const TIMEOUT = Duration.minutes(5);

/** EventBridge did not take an event for a minute: it is asked again after this, and as often as it takes. */
export const TELL_AGAIN_AFTER = Duration.minutes(2);

export const VALIDATION_TIMEOUT = Duration.seconds(15);

/** Each of the functions that decode or encode. */
export function imageTimeout({ formats }: ImageSettings): Duration {
  return Duration.seconds(hasAvif(formats) ? 60 : 30);
}

/** A step that is stopped is tried once more. */
const TRIES = 2;
/** Seconds for rows, events and counts. */
const REST = 10;

/**
 * Seconds that the moderations of an image may take together in one try, where every function takes all its time twice:
 * with AVIF and a watermark these take 270 s of the 300, which leaves 10.
 */
export function moderationRoom(images: ImageSettings): number {
  const steps = images.watermark ? 2 : 1;
  const others = VALIDATION_TIMEOUT.toSeconds() + steps * imageTimeout(images).toSeconds();
  return (TIMEOUT.toSeconds() - REST) / TRIES - others;
}
