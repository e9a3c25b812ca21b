import { Duration } from 'aws-cdk-lib';
import { failUnknown, requireWhole } from './check';

/**
 * Options of the originals: the files as they were uploaded.
 */
export interface OriginalsOptions {
  /**
   * Age at which originals are deleted, in whole days. Renditions and records stay.
   *
   * @default - originals are kept until their image is deleted
   */
  readonly expireAfter?: Duration;
}

/** The age that S3's lifecycle rule takes. */
export function checkedExpiry({ expireAfter }: OriginalsOptions = {}): Duration | undefined {
  if (expireAfter === undefined) return undefined;
  if (expireAfter.isUnresolved()) failUnknown('originals.expireAfter', 'write the duration itself');
  requireWhole('originals.expireAfter (in days)', expireAfter.toDays({ integral: false }), { min: 1, max: 36500 });
  return expireAfter;
}
