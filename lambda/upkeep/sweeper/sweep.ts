import type { SFNClient } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { checkOriginals, CheckOriginalsOptions } from './check-originals';
import type { UnfinishedImage, UnfinishedImages } from './unfinished-images';
import { Metric } from '../../../src/contract/environment';
import { uploadKey } from '../../../src/contract/object-keys';
import { UNFINISHED_SHARDS } from '../../../src/contract/table';
import { GivenUpImage, UploadedImage } from '../../../src/contract/workflow';
import { startOnce } from '../../pipeline/messages/start-once';
import type { MetricName } from '../../runtime/telemetry';
import { findOriginal } from '../find-original';

export interface SweepOptions extends Omit<CheckOriginalsOptions, 'round'> {
  /** Absent if other systems may have originals in the bucket: their rows are elsewhere. */
  readonly round?: CheckOriginalsOptions['round'];
  readonly images: Pick<UnfinishedImages, 'find' | 'countRetry' | 'noteArrival' | 'removeUnused'>;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly stepFunctions: SFNClient;
  /** ARN of the state machine that ends images which are given up. */
  readonly publicationArn: string;
  readonly schedule: SweepSchedule;
}

interface Action {
  /** For the log. */
  readonly message: string;
  readonly metric: MetricName;
}

/** Retries of a stuck image before the sweeper gives it up. */
export const MAX_RETRIES = 2;

/** Images that one sweep looks at in each shard, one after the other: 4,032 in total, in about half of the function's timeout. */
const IMAGES_PER_SHARD = 63;

/** Retries stuck images, then marks them as failed. What one sweep does not reach, the next one does. */
export class Sweep {
  private checked = 0;
  private failures = 0;

  constructor(private readonly options: SweepOptions) {}

  /** @throws Error if some images failed, after all others were checked */
  public async run(): Promise<void> {
    await Promise.all([...UNFINISHED_SHARDS.map(async (shard) => this.sweepShard(shard)), this.checkOriginals()]);
    this.options.telemetry.info('swept', { count: this.checked });
    if (this.failures > 0) throw new Error(`failed checks: ${this.failures}; the log lines above say why, and the next sweep tries again`);
  }

  private async sweepShard(shard: string): Promise<void> {
    const { images, schedule, telemetry, now } = this.options;
    let checked = 0;
    try {
      for await (const image of images.find(shard, new Date(now().getTime() - schedule.afterMs))) {
        if (!isDue(image, now(), schedule)) continue;
        if (checked++ === IMAGES_PER_SHARD) return;
        this.checked++;
        await this.check(image);
      }
    } catch (error) {
      this.failures++;
      telemetry.error('unfinished images could not be listed', error);
    }
  }

  private async checkOriginals(): Promise<void> {
    const { round } = this.options;
    if (round === undefined) return;
    try {
      await checkOriginals({ ...this.options, round });
    } catch (error) {
      this.failures++;
      this.options.telemetry.error('originals could not be checked', error);
    }
  }

  private async check(image: UnfinishedImage): Promise<void> {
    const { s3, inputBucket, telemetry } = this.options;
    const ids = { user_id: image.userId, image_id: image.imageId };
    try {
      const upload = await findOriginal(s3, inputBucket, image.userId, image.imageId);
      const action = await (image.status === 'pending' ? this.checkPending(image, upload) : this.retryProcessing(image, upload));
      if (action === undefined) return;
      telemetry.count(action.metric);
      telemetry.about(ids).warn(action.message);
    } catch (error) {
      this.failures++;
      telemetry.about(ids).error('the image could not be swept', error);
    }
  }

  /** An upload whose event was lost, or an unused grant. */
  private async checkPending(image: UnfinishedImage, upload: UploadedImage | undefined): Promise<Action | undefined> {
    const { images, now } = this.options;
    if (upload === undefined) {
      return await images.removeUnused(image, now()) ? { message: 'removed: the grant was never used', metric: Metric.GRANTS_REMOVED } : undefined;
    }
    // Noted before the message is sent: a slow queue gets at most one message of an image in each waiting period.
    if (!await images.noteArrival(image, now())) return undefined;
    await this.send(upload);
    return { message: 'sent again: the event of its upload was lost', metric: Metric.UPLOADS_RESENT };
  }

  /** A claim whose workflow never started, or stopped before it ended the image. */
  private async retryProcessing(image: UnfinishedImage, upload: UploadedImage | undefined): Promise<Action | undefined> {
    const { images, now } = this.options;
    const time = now();
    const retries = await images.countRetry(image, time);
    if (retries === undefined) return undefined;
    const attempt = Math.floor(time.getTime() / 1000);
    if (upload !== undefined && retries <= MAX_RETRIES) {
      await this.send({ ...upload, attempt });
      return { message: 'sent again: its workflow did not finish', metric: Metric.UPLOADS_RESENT };
    }
    await this.giveUp(image, attempt);
    const reason = upload === undefined ? 'its original is gone' : `its workflow did not finish ${retries} times`;
    return { message: `given up: ${reason}`, metric: Metric.IMAGES_GIVEN_UP };
  }

  private async send(upload: UploadedImage): Promise<void> {
    const { sqs, queueUrl } = this.options;
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(upload) }));
  }

  private async giveUp({ userId, imageId }: UnfinishedImage, attempt: number): Promise<void> {
    const { stepFunctions, publicationArn: stateMachineArn } = this.options;
    const input: GivenUpImage = { user_id: userId, image_id: imageId, key: uploadKey(userId, imageId), error: 'given-up' };
    await startOnce(stepFunctions, { stateMachineArn, name: `${imageId}-give-up-${attempt}`, input });
  }
}

export interface SweepSchedule {
  /** Minimum age of an image that is checked. */
  readonly afterMs: number;
  /** Interval of the sweeps. */
  readonly everyMs: number;
}

/** Rows of unused grants expire a day after the grant. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether to check an image now. Images in processing always are: each check acts on them, so there are few. Most pending
 * images are unused grants, and each check of one costs a call of S3, so they are checked after 0, 1, 2, 4, 8 … sweeps: ten times
 * a day instead of 288, and in every sweep once the row may be removed.
 */
export function isDue({ status, updatedAt }: Pick<UnfinishedImage, 'status' | 'updatedAt'>, now: Date, { afterMs, everyMs }: SweepSchedule): boolean {
  if (status === 'processing') return true;
  const age = now.getTime() - Date.parse(updatedAt);
  const sweeps = Math.floor((age - afterMs) / everyMs);
  return age >= DAY_MS || Number.isInteger(Math.log2(Math.max(1, sweeps)));
}
