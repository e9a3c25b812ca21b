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
   * Deletes the row first: a running workflow then finds it gone at its next transition, removes its own output and ends,
   * and the orchestrator removes a later upload. Objects are removed even without a row, so that a failed deletion can be
   * retried.
   */
  public async run(userId: string, imageId: string): Promise<void> {
    const { s3, catalog, quota, inputBucket, outputBucket } = this.options;
    const wasPending = await catalog.remove(userId, imageId);
    await Promise.all([
      removeImage(s3, { inputBucket, outputBucket }, userId, imageId),
      // Only one call removes the pending row, so the grant is released once.
      ...(wasPending ? [quota.release(userId, imageId)] : []),
    ]);
  }
}
