import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { JsonPath, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService, EventBridgePutEvents, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { EVENT_REFUSED, SERVICE_FAILED } from './retries';
import { TELL_AGAIN_AFTER } from './time-limits';
import { METRIC_NAMESPACE, Metric, SYSTEM_DIMENSION } from '../contract/environment';
import { DetailType, EVENT_SOURCE, EVENT_VERSION } from '../contract/events';
import { ImageStatus } from '../contract/statuses';
import { TELL } from '../contract/workflow';

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

/** Where an event is said: its fields beside those that every event has. */
export interface Announcement {
  readonly news: News;
  /** Of renditions. */
  readonly bucketName: string;
  readonly detail: Record<string, unknown>;
}

/** Tells the account's default event bus of an image. */
export function createAnnouncement(scope: Construct, id: string, announcement: Announcement): EventBridgePutEvents {
  return createEvent(scope, id, announcement.news.detailType, TaskInput.fromObject(detailOf(announcement)));
}

/** Sends an event that an `UntoldEvent` holds. */
export function createLateAnnouncement(scope: Construct, id: string): EventBridgePutEvents {
  return createEvent(scope, id, JsonPath.stringAt('$.event.detail_type'), TaskInput.fromJsonPathAt('$.event.detail'));
}

function createEvent(scope: Construct, id: string, detailType: string, detail: TaskInput): EventBridgePutEvents {
  const task = new EventBridgePutEvents(scope, id, {
    entries: [{ source: EVENT_SOURCE, detailType, detail }],
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(EVENT_REFUSED);
  return task;
}

/** Puts an event that EventBridge does not take into the queue of uploads, whose next message sends it. */
export function createDebt(scope: Construct, id: string, queue: IQueue, announcement: Announcement): SqsSendMessage {
  return createMessage(scope, id, queue, { detail_type: announcement.news.detailType, detail: detailOf(announcement) });
}

/** Puts an `UntoldEvent` back. */
export function createFurtherDebt(scope: Construct, id: string, queue: IQueue): SqsSendMessage {
  return createMessage(scope, id, queue, JsonPath.objectAt('$.event'));
}

function createMessage(scope: Construct, id: string, queue: IQueue, event: unknown): SqsSendMessage {
  const [userId, imageId] = ['$.user_id', '$.image_id'].map((path) => JsonPath.stringAt(path));
  const task = new SqsSendMessage(scope, id, {
    queue,
    messageBody: TaskInput.fromObject({ order: TELL, user_id: userId, image_id: imageId, event }),
    delay: TELL_AGAIN_AFTER,
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(SERVICE_FAILED);
  return task;
}

function detailOf({ news, bucketName, detail }: Announcement): Record<string, unknown> {
  return {
    version: EVENT_VERSION,
    user_id: JsonPath.stringAt('$.user_id'),
    image_id: JsonPath.stringAt('$.image_id'),
    bucket: bucketName,
    status: news.status,
    ...detail,
  };
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
