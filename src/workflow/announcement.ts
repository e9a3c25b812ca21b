import { JsonPath, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService, EventBridgePutEvents } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { EVENT_REFUSED, SERVICE_FAILED } from './retries';
import { METRIC_NAMESPACE, Metric, SYSTEM_DIMENSION } from '../contract/environment';
import { DetailType, EVENT_SOURCE, EVENT_VERSION } from '../contract/events';
import { ImageStatus } from '../contract/statuses';

type EndStatus = Extract<ImageStatus, 'ready' | 'rejected' | 'failed'>;

/** What consumers are told of an image. */
export interface News {
  readonly status: EndStatus | 'deleted';
  readonly detailType: (typeof DetailType)[keyof typeof DetailType];
  readonly metric: (typeof Metric)[keyof typeof Metric];
}

/** How an image ended. */
export interface Outcome extends News {
  readonly status: EndStatus;
}

export const READY: Outcome = { status: 'ready', detailType: DetailType.READY, metric: Metric.IMAGES_READY };
/** The image was ready before, with other renditions. */
export const REPROCESSED: Outcome = { ...READY, metric: Metric.IMAGES_REPROCESSED };
export const REJECTED: Outcome = { status: 'rejected', detailType: DetailType.REJECTED, metric: Metric.IMAGES_REJECTED };
export const FAILED: Outcome = { status: 'failed', detailType: DetailType.FAILED, metric: Metric.IMAGES_FAILED };
export const DELETED: News = { status: 'deleted', detailType: DetailType.DELETED, metric: Metric.IMAGES_DELETED };

/** Tells the account's default event bus of an image. */
export function createAnnouncement(
  scope: Construct, id: string, news: News, bucketName: string, detail: Record<string, unknown>,
): EventBridgePutEvents {
  const task = new EventBridgePutEvents(scope, id, {
    entries: [{
      source: EVENT_SOURCE,
      detailType: news.detailType,
      detail: TaskInput.fromObject({
        version: EVENT_VERSION,
        user_id: JsonPath.stringAt('$.user_id'),
        image_id: JsonPath.stringAt('$.image_id'),
        bucket: bucketName,
        status: news.status,
        ...detail,
      }),
    }],
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(EVENT_REFUSED);
  return task;
}

/** Counts an image that ended or was deleted. The workflow does it itself, so that each is counted where its status was stored. */
export function createCount(scope: Construct, id: string, metric: News['metric'], system: string): CallAwsService {
  const task = new CallAwsService(scope, id, {
    service: 'cloudwatch',
    action: 'putMetricData',
    parameters: {
      Namespace: METRIC_NAMESPACE,
      MetricData: [{
        MetricName: metric,
        Dimensions: [{ Name: SYSTEM_DIMENSION, Value: system }],
        Value: 1,
        Unit: 'Count',
      }],
    },
    // The workflow's role is written beside it.
    iamResources: ['*'],
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(SERVICE_FAILED);
  return task;
}
