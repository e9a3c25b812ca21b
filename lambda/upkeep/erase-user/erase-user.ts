import type { S3Client } from '@aws-sdk/client-s3';
import type { UserRows } from './user-rows';
import { ErasedCounts, EraseUserRequest, Erasure } from '../../../src/contract/erasure';
import { imagesOfUser, uploadsOfUser, workOfUser } from '../../../src/contract/object-keys';
import type { ErasureRecords } from '../../data/erasure-record';
import { removeSomeOfUser } from '../../data/remove-objects';

export interface EraseUserOptions {
  readonly s3: S3Client;
  readonly rows: UserRows;
  readonly records: ErasureRecords;
  readonly inputBucket: string;
  readonly outputBucket: string;
  readonly now: () => Date;
}

interface Removed extends Omit<ErasedCounts, 'accounts'> {
  readonly finished: boolean;
}

/** The data steps of an erasure. Each call does a bounded amount of work and is idempotent. */
export class EraseUser {
  constructor(private readonly options: EraseUserOptions) {}

  public async run(task: EraseUserRequest['task'], userId: string): Promise<Erasure> {
    const { records, now } = this.options;
    switch (task) {
      // The record blocks new grants, because the user's token may stay valid for an hour.
      case 'refuse-grants':
        return records.begin(userId, now());
      case 'note-account':
        return records.noteAccount(userId, now());
      case 'remove-part': {
        const { finished, ...removed } = await this.removePart(userId);
        return records.add(userId, removed, finished, now());
      }
    }
  }

  /**
   * Rows are removed before objects, as in the deletion of one image: a running workflow finds its row gone and removes
   * its own output. Objects are removed by the user's prefixes, which includes objects without a row.
   */
  private async removePart(userId: string): Promise<Removed> {
    const { rows, s3, inputBucket, outputBucket } = this.options;
    const [images, grantCounts] = await Promise.all([rows.removeImages(userId), rows.removeGrantCounts(userId)]);
    if (images.more || grantCounts.more) {
      return { images: images.removed, grant_counts: grantCounts.removed, originals: 0, renditions: 0, working_files: 0, finished: false };
    }
    const [originals, renditions, workingFiles] = await Promise.all([
      removeSomeOfUser(s3, inputBucket, uploadsOfUser(userId)),
      removeSomeOfUser(s3, outputBucket, imagesOfUser(userId)),
      removeSomeOfUser(s3, outputBucket, workOfUser(userId)),
    ]);
    return {
      images: images.removed,
      grant_counts: grantCounts.removed,
      originals: originals.removed,
      renditions: renditions.removed,
      working_files: workingFiles.removed,
      finished: ![originals, renditions, workingFiles].some(({ more }) => more),
    };
  }
}
