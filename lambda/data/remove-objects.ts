import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { renditionPrefix, uploadKey, workPrefix } from '../../src/contract/object-keys';

/** Names of the buckets that an image's objects are in. */
export interface ImageBuckets {
  readonly inputBucket: string;
  readonly outputBucket: string;
}

/** Removes original, renditions and working files, whether or not they exist. */
export async function removeImage(s3: S3Client, buckets: ImageBuckets, userId: string, imageId: string): Promise<void> {
  const { inputBucket, outputBucket } = buckets;
  await Promise.all([
    removeObject(s3, inputBucket, uploadKey(userId, imageId)),
    removePrefix(s3, outputBucket, renditionPrefix(userId, imageId)),
    removePrefix(s3, outputBucket, workPrefix(userId, imageId)),
  ]);
}

/** Also succeeds if there is no such object. */
export async function removeObject(s3: S3Client, bucket: string, key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

/** @throws Error if S3 kept one of the objects; another call continues with those that are left */
export async function removePrefix(s3: S3Client, bucket: string, prefix: string): Promise<void> {
  // An empty or shortened prefix would match other users' objects.
  if (!/^[a-z]+\/[^/]+\/[^/]+\/$/.test(prefix)) throw new Error(`a prefix of one image was expected, got '${prefix}'`);
  let next: string | undefined;
  do {
    ({ next } = await removeListed(s3, bucket, prefix, next));
  } while (next !== undefined);
}

export interface RemovedPart {
  /** Number of objects. */
  readonly removed: number;
  /** Whether objects are left. */
  readonly more: boolean;
}

/**
 * Deletes at most 1,000 objects of a user, with two calls of S3.
 *
 * @throws Error if S3 kept one of them
 */
export async function removeSomeOfUser(s3: S3Client, bucket: string, prefix: string): Promise<RemovedPart> {
  if (!/^[a-z]+\/[^/]+\/$/.test(prefix)) throw new Error(`a prefix of one user was expected, got '${prefix}'`);
  const { removed, next } = await removeListed(s3, bucket, prefix);
  return { removed, more: next !== undefined };
}

interface RemovedListing {
  readonly removed: number;
  /** Continuation token of the listing. */
  readonly next?: string;
}

async function removeListed(s3: S3Client, bucket: string, prefix: string, continuation?: string): Promise<RemovedListing> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: continuation }));
  const keys = (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
  await removeKeys(s3, bucket, keys);
  return { removed: keys.length, next: page.NextContinuationToken };
}

async function removeKeys(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({
    Bucket: bucket,
    Delete: { Objects: keys.map((key) => ({ Key: key })), Quiet: true },
  }));
  if (Errors.length > 0) throw new Error(`S3 did not delete ${Errors.length} of ${keys.length} objects, the first with ${Errors[0].Code}`);
}
