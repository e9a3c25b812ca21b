import { Duration } from 'aws-cdk-lib';
import { LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import { IMAGES_PREFIX } from '../contract/object-keys';

/**
 * Options of the renditions: the pictures that the system made.
 */
export interface RenditionsOptions {
  /**
   * Whether S3 moves renditions that nobody reads to colder storage and back (Intelligent-Tiering): after 30 days without a
   * reader storage costs about half, after 90 a sixth. Reading costs and takes the same as before, and nothing is made again.
   *
   * It moves renditions of 128 KB and more alone, which are those of 1,000 pixels and up, at 0.01 dollars for 1,000 of them and
   * 0.0025 a month for watching them: worth it where most pictures are not looked at any more after a few months.
   *
   * @default false
   */
  readonly intelligentTiering?: boolean;
}

/** At most one rule of S3. */
export function renditionsRules(intelligentTiering: boolean): LifecycleRule[] {
  if (!intelligentTiering) return [];
  return [{
    id: 'Renditions',
    prefix: IMAGES_PREFIX,
    transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) }],
  }];
}
