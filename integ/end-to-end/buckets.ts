import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { deployment } from './backend';

export const s3 = new S3Client({ forcePathStyle: true });

/** Keys under a prefix. */
export async function keysUnder(bucket: 'InputBucketName' | 'OutputBucketName', prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: deployment.outputs[bucket], Prefix: prefix }));
  return Contents.map(({ Key }) => Key!);
}
