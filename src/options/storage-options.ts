import { Duration } from 'aws-cdk-lib';
import { LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import { fail, failUnknown, requireWhole } from './check';
import { IMAGES_PREFIX, UPLOADS_PREFIX } from '../contract/object-keys';

/**
 * Options of the originals: the files as they were uploaded. Renditions are made from them once; after that they are
 * read where somebody downloads one or has an image processed again.
 *
 * S3 moves only originals of 128 KB and more to a colder class: smaller ones would cost more there than here.
 */
export interface OriginalsOptions {
  /**
   * Age at which originals are deleted, in whole days, after every transition. Renditions and records stay.
   *
   * @default - originals are kept until their image is deleted
   */
  readonly expireAfter?: Duration;

  /**
   * Age at which originals move to S3 Standard-IA, in whole days, 30 at least. They are read as fast as before: storage costs
   * about half, and reading 0.01 dollars for a gigabyte. 30 days are billed there, also of what is deleted sooner.
   *
   * @default - they do not move there
   */
  readonly transitionToInfrequentAccessAfter?: Duration;

  /**
   * Age at which originals move to S3 Glacier Instant Retrieval, in whole days, at least 30 more than the age for Standard-IA where
   * both are given. They are read as fast as before: storage costs about a sixth, and reading 0.03 dollars for a gigabyte. 90 days
   * are billed there, also of what is deleted sooner.
   *
   * @default - they do not move there
   */
  readonly transitionToGlacierInstantRetrievalAfter?: Duration;
}

const MAX_DAYS = 36500;
/** S3 refuses a rule that moves objects to Standard-IA sooner, or that moves them on sooner than this. */
const DAYS_BEFORE_IA = 30;
const DAYS_IN_IA = 30;

/** Ages in days. */
export interface OriginalsSettings {
  readonly expire?: number;
  readonly infrequentAccess?: number;
  readonly glacierInstantRetrieval?: number;
}

export function toOriginalsSettings(options: OriginalsOptions = {}): OriginalsSettings {
  const infrequentAccess = days('originals.transitionToInfrequentAccessAfter', options.transitionToInfrequentAccessAfter, DAYS_BEFORE_IA);
  const glacierInstantRetrieval = days('originals.transitionToGlacierInstantRetrievalAfter', options.transitionToGlacierInstantRetrievalAfter, 1);
  const expire = days('originals.expireAfter', options.expireAfter, 1);
  const earliest = (infrequentAccess ?? 0) + DAYS_IN_IA;
  if (infrequentAccess !== undefined && glacierInstantRetrieval !== undefined && glacierInstantRetrieval < earliest) {
    fail('originals.transitionToGlacierInstantRetrievalAfter (in days)', `at least ${earliest}, ${DAYS_IN_IA} after transitionToInfrequentAccessAfter (${infrequentAccess})`,
      String(glacierInstantRetrieval), 'S3 keeps an object in Standard-IA for 30 days; leave one of the two out, or move later');
  }
  const last = Math.max(infrequentAccess ?? 0, glacierInstantRetrieval ?? 0);
  if (expire !== undefined && last > 0 && expire <= last) {
    fail('originals.expireAfter (in days)', `more than ${last}, the age of the last transition`, String(expire), 'expire later, or leave the transition out');
  }
  return { expire, infrequentAccess, glacierInstantRetrieval };
}

/** At most one rule of S3. */
export function originalsRules({ expire, infrequentAccess, glacierInstantRetrieval }: OriginalsSettings): LifecycleRule[] {
  const transitions = [
    { storageClass: StorageClass.INFREQUENT_ACCESS, age: infrequentAccess },
    { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, age: glacierInstantRetrieval },
  ].flatMap(({ storageClass, age }) => age === undefined ? [] : [{ storageClass, transitionAfter: Duration.days(age) }]);
  if (expire === undefined && transitions.length === 0) return [];
  return [{
    id: 'Originals',
    prefix: UPLOADS_PREFIX,
    ...(expire !== undefined && { expiration: Duration.days(expire) }),
    ...(transitions.length > 0 && { transitions }),
  }];
}

function days(subject: string, age: Duration | undefined, min: number): number | undefined {
  if (age === undefined) return undefined;
  if (age.isUnresolved()) failUnknown(subject, 'write the duration itself');
  const value = age.toDays({ integral: false });
  requireWhole(`${subject} (in days)`, value, { min, max: MAX_DAYS });
  return value;
}

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
