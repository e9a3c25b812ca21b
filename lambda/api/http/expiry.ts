import type { S3Client } from '@aws-sdk/client-s3';

/**
 * How many seconds a presigned URL works: the requested life, or what is left of the signing role's session if that is
 * shorter, because the URL stops working when the session ends. Credentials without an expiration last.
 *
 * @throws Error if the session has already ended
 */
export async function presignedLife(s3: S3Client, requested: number, now: Date): Promise<number> {
  const { expiration } = await s3.config.credentials();
  if (expiration === undefined) return requested;
  const left = Math.floor((expiration.getTime() - now.getTime()) / 1000);
  if (left < 1) throw new Error(`cannot sign a URL: the session of the signing role ended at ${expiration.toISOString()}`);
  return Math.min(requested, left);
}

/** Signatures have no milliseconds: with them, `expires_at` would be up to a second too late. */
export function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
