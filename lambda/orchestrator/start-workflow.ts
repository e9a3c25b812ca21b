import { createHash } from 'node:crypto';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SQSRecord } from 'aws-lambda';
import { readMessage } from './read-message';
import { Metric } from '../../src/contract/environment';
import { UploadedImage } from '../../src/contract/workflow';
import type { ImageCatalog } from '../shared/catalog/image-catalog';
import type { Telemetry } from '../shared/telemetry';

export interface StartWorkflowOptions {
  readonly catalog: Pick<ImageCatalog, 'claim'>;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
}

export class StartWorkflow {
  constructor(private readonly options: StartWorkflowOptions) {}

  /** Throws where the message should come again; after its last try it ends in the dead-letter queue. */
  public async run({ body, messageId }: Pick<SQSRecord, 'body' | 'messageId'>): Promise<void> {
    const { catalog, telemetry, now } = this.options;
    try {
      const upload = readMessage(body);
      const keys = { message_id: messageId, user_id: upload.user_id, image_id: upload.image_id };
      if (!await catalog.claim(upload, messageId, now())) {
        telemetry.count(Metric.UPLOADS_IGNORED);
        telemetry.info('ignored: the image is deleted, finished, or in the hands of another message', keys);
        return;
      }
      if (await this.start(upload)) telemetry.count(Metric.IMAGES_STARTED);
      telemetry.info('workflow started', keys);
    } catch (error) {
      // The batch library swallows what it reports as failed: without this line nobody would know why.
      telemetry.error('message failed', error, { message_id: messageId });
      throw error;
    }
  }

  /** @returns false where a former try of this message had started it, and its answer was lost */
  private async start(upload: UploadedImage): Promise<boolean> {
    const { stepFunctions, stateMachineArn } = this.options;
    try {
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: executionName(upload), input: JSON.stringify(upload) }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }
}

/** The same for every report of the same bytes, so that Step Functions itself refuses a second run; 53 of 80 characters. */
export function executionName({ image_id, etag }: UploadedImage): string {
  return `${image_id}-${createHash('sha256').update(etag).digest('hex').slice(0, 16)}`;
}
