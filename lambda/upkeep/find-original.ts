import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { uploadKey } from '../../src/contract/object-keys';
import { UploadedImage } from '../../src/contract/workflow';

/**
 * The upload of an image, as the event of S3 would have reported it. It lists the bucket because reading an object's
 * metadata needs permission to read the object: the sweeper sees names, sizes and hashes, but no user's image.
 */
export async function findOriginal(s3: S3Client, bucket: string, userId: string, imageId: string): Promise<UploadedImage | undefined> {
  const key = uploadKey(userId, imageId);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
  const { Size: size, ETag: etag } = Contents.find(({ Key }) => Key === key) ?? {};
  if (size === undefined || etag === undefined) return undefined;
  return { user_id: userId, image_id: imageId, key, size, etag: etag.replaceAll('"', '') };
}
