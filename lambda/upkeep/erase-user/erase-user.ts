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

/** What one call removed, and whether it was the rest. */
interface Removed extends Omit<ErasedCounts, 'accounts'> {
  readonly finished: boolean;
}

/** The parts of an erasure that concern data. Each call does a bounded part, and can be repeated. */
export class EraseUser {
  constructor(private readonly options: EraseUserOptions) {}

  public async run(task: EraseUserRequest['task'], userId: string): Promise<Erasure> {
    const { records, now } = this.options;
    switch (task) {
      // From now on, though the user's token may live on for an hour.
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
   * Rows go before objects, as with the deletion of one image: a workflow that still runs finds its row gone, and
   * removes what it wrote. Objects go by the user's prefixes, so that those without a row go too.
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
