import type { S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Erasure, ErasureInput } from '../../../src/contract/erasure';
import type { ErasureRecords, RecordedErasure } from '../../data/erasure-record';
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

export interface StartErasureOptions {
  readonly records: Pick<ErasureRecords, 'get' | 'begin'>;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly now: () => Date;
}

/** An erasure without progress for this long has failed. A live one is silent for at most two function timeouts of 60 s. */
const STALLED_AFTER_MS = 5 * 60_000;

export class StartErasure {
  constructor(private readonly options: StartErasureOptions) {}

  /**
   * Starts the erasure of a user, or restarts one that failed. Concurrent calls may both start it, which is harmless
   * because every step is idempotent.
   */
  public async run(userId: string): Promise<Erasure> {
    const { records, stepFunctions, stateMachineArn, now } = this.options;
    const recorded = await records.get(userId);
    if (recorded && (recorded.erasure.status === 'erased' || this.isRunning(recorded))) return recorded.erasure;
    // Started before the record is written: otherwise later calls would wait for an erasure that never started.
    const input: ErasureInput = { user_id: userId };
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
    return records.begin(userId, now());
  }

  private isRunning({ updatedAt }: RecordedErasure): boolean {
    return this.options.now().getTime() - updatedAt.getTime() < STALLED_AFTER_MS;
  }
}
