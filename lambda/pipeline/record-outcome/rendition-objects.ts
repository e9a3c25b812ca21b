import { CopyObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { MEDIA_TYPE_OF_FORMAT, RENDITION_CACHE_CONTROL } from '../../../src/contract/media-types';
import { SUPERSEDED } from '../../../src/contract/object-keys';
import { ReplacedRendition, WorkflowRun } from '../../../src/contract/workflow';
import { ImageBuckets, removeImage, removeObject } from '../../data/remove-objects';

const PARALLEL_COPIES = 8;

/** The objects of an image that is at its end. */
export class RenditionObjects {
  constructor(private readonly s3: S3Client, private readonly buckets: ImageBuckets) {}

  public async removeOriginal({ key }: WorkflowRun): Promise<void> {
    await removeObject(this.s3, this.buckets.inputBucket, key);
  }

  /** Removes original, renditions and working files. */
  public async removeAll({ user_id, image_id }: WorkflowRun): Promise<void> {
    await removeImage(this.s3, this.buckets, user_id, image_id);
  }

  /**
   * Copies renditions onto themselves with the tag that a lifecycle rule looks for. The copy is a new object, so the rule
   * counts its days from now, and URLs that were handed out before keep working.
   */
  public async supersede(renditions: readonly ReplacedRendition[]): Promise<void> {
    for (let start = 0; start < renditions.length; start += PARALLEL_COPIES) {
      const some = renditions.slice(start, start + PARALLEL_COPIES);
      await Promise.all(some.map(async ({ key, format }) => this.copy(key, MEDIA_TYPE_OF_FORMAT[format])));
    }
  }

  private async copy(key: string, contentType: string): Promise<void> {
    const { outputBucket } = this.buckets;
    await this.s3.send(new CopyObjectCommand({
      Bucket: outputBucket,
      Key: key,
      CopySource: `${outputBucket}/${key}`,
      // S3 refuses a copy onto itself that changes nothing. What REPLACE drops is set again.
      MetadataDirective: 'REPLACE',
      ContentType: contentType,
      CacheControl: RENDITION_CACHE_CONTROL,
      TaggingDirective: 'REPLACE',
      Tagging: `${SUPERSEDED.key}=${SUPERSEDED.value}`,
    }));
  }
}
