import { Metric } from '../../../src/contract/environment';
import { DetailType, EVENT_VERSION } from '../../../src/contract/events';
import { ImageStatus } from '../../../src/contract/statuses';
import { Publication } from '../../../src/contract/workflow';

export type FinalStatus = Extract<ImageStatus, 'ready' | 'rejected' | 'failed'>;

const BY_STATUS = {
  ready: { detailType: DetailType.READY, metric: Metric.IMAGES_READY },
  rejected: { detailType: DetailType.REJECTED, metric: Metric.IMAGES_REJECTED },
  failed: { detailType: DetailType.FAILED, metric: Metric.IMAGES_FAILED },
  deleted: { detailType: DetailType.DELETED, metric: Metric.IMAGES_DELETED },
} as const;

export interface EventOptions {
  readonly user_id: string;
  readonly image_id: string;
  readonly status: FinalStatus | 'deleted';
  /** Name of the output bucket. */
  readonly bucket: string;
  /** Fields that only events of this status have. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** The event that consumers get about an image, and the metric that counts it. */
export function imageEvent({ user_id, image_id, status, bucket, detail }: EventOptions): Publication {
  const { detailType, metric } = BY_STATUS[status];
  return { event: { detail_type: detailType, detail: { version: EVENT_VERSION, user_id, image_id, bucket, status, ...detail } }, metric };
}
