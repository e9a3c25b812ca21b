import type { S3Client } from '@aws-sdk/client-s3';
import type { GrantQuota } from '../../data/grant-quota';
import type { ImageCatalog } from '../../data/image-catalog';
import { removeImage } from '../../data/remove-objects';

export interface DeleteImageOptions {
  readonly s3: S3Client;
  readonly catalog: Pick<ImageCatalog, 'remove'>;
  readonly quota: Pick<GrantQuota, 'release'>;
  readonly inputBucket: string;
  readonly outputBucket: string;
}

export class DeleteImage {
  constructor(private readonly options: DeleteImageOptions) {}

  /**
   * The row goes first: a workflow that still runs finds it gone at its next transition, removes what it made since, and
   * ends; an upload that comes later is removed by the orchestrator. What is under the image's keys goes whether or not
   * there was a row, so that a deletion that broke off can be asked for again.
   */
  public async run(userId: string, imageId: string): Promise<void> {
    const { s3, catalog, quota, inputBucket, outputBucket } = this.options;
    const wasPending = await catalog.remove(userId, imageId);
    await Promise.all([
      removeImage(s3, { inputBucket, outputBucket }, userId, imageId),
      // Only one call can have removed the pending row, so its grant is released once.
      ...(wasPending ? [quota.release(userId, imageId)] : []),
    ]);
  }
}
