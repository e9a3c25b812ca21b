import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { checkOriginals, CheckOriginalsOptions } from './check-originals';
import { findOriginal } from '../find-original';
import { isDue, Rhythm } from './is-due';
import { Metric } from '../../../src/contract/environment';
import { uploadKey } from '../../../src/contract/object-keys';
import { UNFINISHED_SHARDS } from '../../../src/contract/table';
import { GIVE_UP, GivenUpImage, UploadedImage } from '../../../src/contract/workflow';
import type { UnfinishedImage, UnfinishedImages } from '../../data/unfinished-images';
import type { MetricName } from '../../runtime/telemetry';

export interface SweepOptions extends Omit<CheckOriginalsOptions, 'round'> {
  /** Left out where originals of other systems may be in the bucket: their rows are elsewhere. */
  readonly round?: CheckOriginalsOptions['round'];
  readonly images: Pick<UnfinishedImages, 'find' | 'takeUp' | 'noteArrival' | 'removeUnused'>;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly rhythm: Rhythm;
}

interface Done {
  /** For the log. */
  readonly what: string;
  readonly metric: MetricName;
}

/** A stuck image is processed again this often before it is given up. */
export const MAX_RETRIES = 2;

/** Looks of one sweep at most in each shard, one after the other: 4,032 together, in about half of the function's time. */
const LOOKS_PER_SHARD = 63;

/** Brings images that got stuck to an end. What one sweep does not get to, the next one does. */
export class Sweep {
  private looks = 0;
  private failures = 0;

  constructor(private readonly options: SweepOptions) {}

  /** @throws Error where it failed at some of the images, after it looked at the others */
  public async run(): Promise<void> {
    await Promise.all([...UNFINISHED_SHARDS.map(async (shard) => this.sweepShard(shard)), this.checkOriginals()]);
    this.options.telemetry.info('swept', { count: this.looks });
    if (this.failures > 0) throw new Error(`looks that failed: ${this.failures}; the lines above say why, and the next sweep tries again`);
  }

  private async sweepShard(shard: string): Promise<void> {
    const { images, rhythm, telemetry, now } = this.options;
    let looks = 0;
    try {
      for await (const image of images.find(shard, new Date(now().getTime() - rhythm.afterMs))) {
        if (!isDue(image, now(), rhythm)) continue;
        if (looks++ === LOOKS_PER_SHARD) return;
        this.looks++;
        await this.lookAt(image);
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
      this.options.telemetry.error('originals could not be looked through', error);
    }
  }

  private async lookAt(image: UnfinishedImage): Promise<void> {
    const { s3, inputBucket, telemetry } = this.options;
    const ids = { user_id: image.userId, image_id: image.imageId };
    try {
      const upload = await findOriginal(s3, inputBucket, image.userId, image.imageId);
      const done = await (image.status === 'pending' ? this.endWait(image, upload) : this.endProcessing(image, upload));
      if (done === undefined) return;
      telemetry.count(done.metric);
      telemetry.about(ids).warn(done.what);
    } catch (error) {
      this.failures++;
      telemetry.about(ids).error('the image could not be swept', error);
    }
  }

  /** Bytes that nobody told of, or a grant that nobody used. */
  private async endWait(image: UnfinishedImage, upload: UploadedImage | undefined): Promise<Done | undefined> {
    const { images, now } = this.options;
    if (upload === undefined) {
      return await images.removeUnused(image, now()) ? { what: 'removed: the grant was never used', metric: Metric.GRANTS_REMOVED } : undefined;
    }
    // Noted before it is sent, like a try: where the queue is slow, its messages come to one in each time of patience.
    if (!await images.noteArrival(image, now())) return undefined;
    await this.send(upload);
    return { what: 'sent again: the event of its upload was lost', metric: Metric.UPLOADS_RESENT };
  }

  /** A claim whose workflow never started, or ended without ending the image. */
  private async endProcessing(image: UnfinishedImage, upload: UploadedImage | undefined): Promise<Done | undefined> {
    const { images, now } = this.options;
    const time = now();
    const times = await images.takeUp(image, time);
    if (times === undefined) return undefined;
    const attempt = Math.floor(time.getTime() / 1000);
    if (upload !== undefined && times <= MAX_RETRIES) {
      await this.send({ ...upload, attempt });
      return { what: 'sent again: its processing came to no end', metric: Metric.UPLOADS_RESENT };
    }
    await this.giveUp(image, attempt);
    const why = upload === undefined ? 'its original is gone' : `its processing came to no end ${times} times`;
    return { what: `given up: ${why}`, metric: Metric.IMAGES_GIVEN_UP };
  }

  private async send(upload: UploadedImage): Promise<void> {
    const { sqs, queueUrl } = this.options;
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(upload) }));
  }

  private async giveUp({ userId, imageId }: UnfinishedImage, attempt: number): Promise<void> {
    const { stepFunctions, stateMachineArn } = this.options;
    const input: GivenUpImage = { order: GIVE_UP, user_id: userId, image_id: imageId, key: uploadKey(userId, imageId) };
    try {
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: `${imageId}-${GIVE_UP}-${attempt}`, input: JSON.stringify(input) }));
    } catch (error) {
      // The client's own second try, after an answer that was lost.
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }
}
