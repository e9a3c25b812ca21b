import { Duration } from 'aws-cdk-lib';
import { LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import { fail, failUnknown, requireWhole } from './check';
import { IMAGES_PREFIX, UPLOADS_PREFIX } from '../contract/object-keys';

/**
 * Storage options of originals, the uploaded files. After processing, they are only read for downloads and reprocessing.
 *
 * S3 only moves originals of at least 128 KB to a colder class: smaller ones would cost more there.
 */
export interface OriginalsOptions {
  /**
   * Age at which originals are deleted, in whole days, later than all transitions. Renditions and records are kept.
   *
   * @default - originals are kept until their image is deleted
   */
  readonly expireAfter?: Duration;

  /**
   * Age at which originals move to S3 Standard-IA, in whole days, at least 30. Access is as fast as before; storage costs
   * about half, and reading costs 0.01 US dollars per GB. S3 bills at least 30 days.
   *
   * @default - no transition
   */
  readonly transitionToInfrequentAccessAfter?: Duration;

  /**
   * Age at which originals move to S3 Glacier Instant Retrieval, in whole days, at least 30 more than the age for Standard-IA if
   * both are given. Access is as fast as before; storage costs about a sixth, and reading costs 0.03 US dollars per GB. S3
   * bills at least 90 days.
   *
   * @default - no transition
   */
  readonly transitionToGlacierInstantRetrievalAfter?: Duration;
}

const MAX_DAYS = 36500;
/** S3 rejects rules with earlier transitions to Standard-IA, or from there to the next class. */
const DAYS_BEFORE_IA = 30;
const DAYS_IN_IA = 30;

/** In days. */
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
      String(glacierInstantRetrieval), 'S3 keeps objects in Standard-IA for at least 30 days; omit one of the two, or increase this one');
  }
  const last = Math.max(infrequentAccess ?? 0, glacierInstantRetrieval ?? 0);
  if (expire !== undefined && last > 0 && expire <= last) {
    fail('originals.expireAfter (in days)', `more than ${last}, the age of the last transition`, String(expire), 'increase it, or omit the transition');
  }
  return { expire, infrequentAccess, glacierInstantRetrieval };
}

/** At most one lifecycle rule. */
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
 * Storage options of renditions.
 */
export interface RenditionsOptions {
  /**
   * Whether to use S3 Intelligent-Tiering, which moves unread renditions to colder storage and back: storage costs about half
   * after 30 days without access, and a sixth after 90. Reads cost and take the same as before.
   *
   * It only moves renditions of at least 128 KB, typically of 1,000 pixels and more, for 0.01 US dollars per 1,000, plus
   * 0.0025 per month for monitoring: worth it if most images are rarely viewed after a few months.
   *
   * @default false
   */
  readonly intelligentTiering?: boolean;
}

/** At most one lifecycle rule. */
export function renditionsRules(intelligentTiering: boolean): LifecycleRule[] {
  if (!intelligentTiering) return [];
  return [{
    id: 'Renditions',
    prefix: IMAGES_PREFIX,
    transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) }],
  }];
}
