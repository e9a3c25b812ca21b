import type { S3Client } from '@aws-sdk/client-s3';

/**
 * Seconds for which a URL that is signed now works: as many as wanted, or as many as the session of the role that signs
 * has left. A URL ends with that session, whatever it says itself. Credentials that tell no end count as lasting.
 *
 * @throws Error where the session has ended: nothing that is signed with it would work
 */
export async function secondsOfUrl(s3: S3Client, wanted: number, now: Date): Promise<number> {
  const { expiration } = await s3.config.credentials();
  if (expiration === undefined) return wanted;
  const left = Math.floor((expiration.getTime() - now.getTime()) / 1000);
  if (left < 1) throw new Error(`the session of the role that signs URLs should still last, and ended at ${expiration.toISOString()}`);
  return Math.min(wanted, left);
}
