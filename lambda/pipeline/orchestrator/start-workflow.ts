import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SQSRecord } from 'aws-lambda';
import { Metric, UnknownUploads } from '../../../src/contract/environment';
import { TELL, UntoldEvent, UploadedImage } from '../../../src/contract/workflow';
import type { GrantQuota } from '../../data/grant-quota';
import type { ImageCatalog } from '../../data/image-catalog';
import { removeObject } from '../../data/remove-objects';
import type { Telemetry } from '../../runtime/telemetry';
import { readMessage } from '../messages/read-message';

export interface StartWorkflowOptions {
  readonly catalog: Pick<ImageCatalog, 'claim'>;
  readonly quota: Pick<GrantQuota, 'release'>;
  readonly s3: S3Client;
  readonly inputBucket: string;
  readonly unknownUploads: UnknownUploads;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
}

/** A message of the queue. The header is that of the trace of its upload: one batch has many. */
export interface QueuedUpload extends Pick<SQSRecord, 'body' | 'messageId'> {
  readonly attributes?: Pick<SQSRecord['attributes'], 'AWSTraceHeader'>;
}

export class StartWorkflow {
  constructor(private readonly options: StartWorkflowOptions) {}

  /** Throws where the message should come again; after its last try it ends in the dead-letter queue. */
  public async run({ body, messageId, attributes }: QueuedUpload): Promise<void> {
    let telemetry = this.options.telemetry.about({ message_id: messageId });
    try {
      const message = readMessage(body);
      const trace = attributes?.AWSTraceHeader;
      telemetry = telemetry.about({ user_id: message.user_id, image_id: message.image_id }, trace);
      telemetry.info(await ('order' in message ? this.tell(message, messageId) : this.handle(message, messageId, trace)));
    } catch (error) {
      // The batch library swallows what it reports as failed: without this line nobody would know why.
      telemetry.error('message failed', error);
      throw error;
    }
  }

  /** @returns what was done, for the log */
  private async tell(event: UntoldEvent, messageId: string): Promise<string> {
    await this.start(`${event.image_id}-${TELL}-${messageId}`, event);
    return 'workflow started: an event that was not taken before';
  }

  /** @returns what was done, for the log */
  private async handle(upload: UploadedImage, messageId: string, trace?: string): Promise<string> {
    const { catalog, quota, s3, inputBucket, unknownUploads, telemetry, now } = this.options;
    // A ready image is in nobody's hands: the workflow itself looks whether the row is as it was when the message was sent.
    if (upload.replaces !== undefined) {
      if (await this.start(executionName(upload), upload)) telemetry.count(Metric.IMAGES_STARTED);
      return 'workflow started: new renditions for a ready image';
    }
    const claim = await catalog.claim(upload, messageId, now());
    switch (claim) {
      case 'refused':
        telemetry.count(Metric.UPLOADS_IGNORED);
        return 'ignored: the image is finished, or in the hands of another message';
      case 'unknown':
      case 'unwanted':
        if (claim === 'unknown' && unknownUploads === UnknownUploads.KEEP) {
          telemetry.count(Metric.UPLOADS_IGNORED);
          return 'ignored: another system\'s, or of an image that was deleted before';
        }
        await removeObject(s3, inputBucket, upload.key);
        telemetry.count(Metric.UPLOADS_REMOVED);
        return 'removed: the image was deleted or rejected before';
      case 'first':
      case 'repeated':
        if (await this.start(executionName(upload), upload, trace)) this.countStart(upload);
        // After the start, so that a fault here delays no image; a grant that then stays counted expires soon.
        if (claim === 'first') await quota.release(upload.user_id, upload.image_id);
        return 'workflow started';
    }
  }

  private countStart({ uploaded_at: uploadedAt }: UploadedImage): void {
    const { telemetry, now } = this.options;
    telemetry.count(Metric.IMAGES_STARTED);
    if (uploadedAt !== undefined) telemetry.measure(Metric.START_DELAY, Math.max(0, now().getTime() - Date.parse(uploadedAt)));
  }

  /** @returns false where a former try of this message had started it, and its answer was lost */
  private async start(name: string, input: UploadedImage | UntoldEvent, traceHeader?: string): Promise<boolean> {
    const { stepFunctions, stateMachineArn } = this.options;
    try {
      await stepFunctions.send(new StartExecutionCommand({
        stateMachineArn, name, input: JSON.stringify(input), traceHeader,
      }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }
}

/**
 * The same for every report of the same bytes, so that Step Functions itself refuses a second run, and another for each try
 * of the sweeper, which wants one; 64 of 80 characters with the time of a try.
 */
export function executionName({ image_id, etag, attempt }: UploadedImage): string {
  const name = `${image_id}-${createHash('sha256').update(etag).digest('hex').slice(0, 16)}`;
  return attempt === undefined ? name : `${name}-${attempt}`;
}
