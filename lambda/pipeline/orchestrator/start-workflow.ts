import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSRecord } from 'aws-lambda';
import { Metric, UnknownUploads } from '../../../src/contract/environment';
import { OutboxMessage, PublicationInput, ReplacingUpload, UploadedImage } from '../../../src/contract/workflow';
import type { GrantQuota } from '../../data/grant-quota';
import type { ImageCatalog } from '../../data/image-catalog';
import { removeObject } from '../../data/remove-objects';
import type { Telemetry } from '../../runtime/telemetry';
import { readMessage } from '../messages/read-message';
import { startOnce } from '../messages/start-once';

export interface StartWorkflowOptions {
  readonly catalog: Pick<ImageCatalog, 'claim' | 'get'>;
  readonly quota: Pick<GrantQuota, 'release'>;
  readonly s3: S3Client;
  readonly inputBucket: string;
  readonly unknownUploads: UnknownUploads;
  readonly stepFunctions: SFNClient;
  /** ARN of the workflow. */
  readonly stateMachineArn: string;
  /** ARN of the state machine that publishes events. */
  readonly publicationArn: string;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
}

/** A message of the queue. The trace header is that of its own upload: a batch has many. */
export interface QueuedMessage extends Pick<SQSRecord, 'body' | 'messageId'> {
  readonly attributes?: Pick<SQSRecord['attributes'], 'AWSTraceHeader'>;
}

export class StartWorkflow {
  constructor(private readonly options: StartWorkflowOptions) {}

  /** Throws if the message should be delivered again; after its last delivery it goes to the dead-letter queue. */
  public async run({ body, messageId, attributes }: QueuedMessage): Promise<void> {
    let telemetry = this.options.telemetry.about({ message_id: messageId });
    try {
      const message = readMessage(body);
      const trace = attributes?.AWSTraceHeader;
      const { user_id, image_id } = 'outbox' in message ? message.outbox.event.detail : message;
      telemetry = telemetry.about({ user_id, image_id }, trace);
      telemetry.info(await this.handle(message, messageId, trace));
    } catch (error) {
      // The batch library swallows the errors of messages that it reports as failed.
      telemetry.error('message failed', error);
      throw error;
    }
  }

  /** @returns what was done, for the log */
  private async handle(message: UploadedImage | OutboxMessage, messageId: string, trace?: string): Promise<string> {
    if ('outbox' in message) return this.publish(message, messageId);
    return message.replaces === undefined ? this.process(message, messageId, trace) : this.reprocess(message);
  }

  private async publish({ outbox }: OutboxMessage, messageId: string): Promise<string> {
    const { stepFunctions, publicationArn: stateMachineArn } = this.options;
    const input: PublicationInput = { recorded: outbox };
    await startOnce(stepFunctions, { stateMachineArn, name: `${outbox.event.detail.image_id}-event-${messageId}`, input });
    return 'publication started: an event that EventBridge did not accept before';
  }

  /** A ready image is not claimed: the write of the new renditions is conditional on the row that the repair saw. */
  private async reprocess(upload: UploadedImage): Promise<string> {
    const { catalog, s3, inputBucket, telemetry } = this.options;
    const image = await catalog.get(upload.user_id, upload.image_id);
    if (image === undefined) {
      await removeObject(s3, inputBucket, upload.key);
      telemetry.count(Metric.UPLOADS_REMOVED);
      return 'removed: the image was deleted before it could be processed again';
    }
    if (image.status !== 'ready' || image.updated_at !== upload.replaces) {
      telemetry.count(Metric.UPLOADS_IGNORED);
      return 'ignored: the image has changed since it was sent to be processed again';
    }
    const input: ReplacingUpload = {
      ...upload, replaces: image.updated_at, replaced: image.renditions.map(({ key, format }) => ({ key, format })),
    };
    if (await this.start(input)) telemetry.count(Metric.IMAGES_STARTED);
    return 'workflow started: new renditions for a ready image';
  }

  private async process(upload: UploadedImage, messageId: string, trace?: string): Promise<string> {
    const { catalog, quota, s3, inputBucket, unknownUploads, telemetry, now } = this.options;
    const claim = await catalog.claim(upload, messageId, now());
    switch (claim) {
      case 'refused':
        telemetry.count(Metric.UPLOADS_IGNORED);
        return 'ignored: the image is finished, or another message claimed it';
      case 'unknown':
      case 'rejected':
        if (claim === 'unknown' && unknownUploads === UnknownUploads.KEEP) {
          telemetry.count(Metric.UPLOADS_IGNORED);
          return 'ignored: the object belongs to another system, or to an image that was deleted before';
        }
        await removeObject(s3, inputBucket, upload.key);
        telemetry.count(Metric.UPLOADS_REMOVED);
        return 'removed: the image was deleted or rejected before';
      case 'first':
      case 'repeated':
        if (await this.start(upload, trace)) this.countStart(upload);
        // After the start, so that a fault here delays no image. A grant that stays counted expires soon.
        if (claim === 'first') await quota.release(upload.user_id, upload.image_id);
        return 'workflow started';
    }
  }

  private countStart({ uploaded_at: uploadedAt }: UploadedImage): void {
    const { telemetry, now } = this.options;
    telemetry.count(Metric.IMAGES_STARTED);
    if (uploadedAt !== undefined) telemetry.measure(Metric.START_DELAY, Math.max(0, now().getTime() - Date.parse(uploadedAt)));
  }

  private async start(upload: UploadedImage, traceHeader?: string): Promise<boolean> {
    const { stepFunctions, stateMachineArn } = this.options;
    return startOnce(stepFunctions, { stateMachineArn, name: executionName(upload), input: upload, traceHeader });
  }
}

/**
 * The same for every report of the same bytes, so that Step Functions itself refuses a second run, and another one for each
 * retry. With the time of a retry it has 64 of the 80 characters that are allowed.
 */
export function executionName({ image_id, etag, attempt }: UploadedImage): string {
  const name = `${image_id}-${createHash('sha256').update(etag).digest('hex').slice(0, 16)}`;
  return attempt === undefined ? name : `${name}-${attempt}`;
}
