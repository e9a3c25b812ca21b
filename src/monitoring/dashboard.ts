import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, IMetric, IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { imagesMetric } from './metrics';
import { Api } from '../api/api';
import { Metric as ImageMetric } from '../contract/environment';
import { Erasure } from '../erasure/erasure';
import { HandlerFunction } from '../functions/handler-function';
import { Ingestion } from '../ingestion';
import { Repairs } from '../repairs/repairs';
import { Sweeper } from '../sweeper';
import { Workflow } from '../workflow/workflow';

export interface DashboardProps {
  readonly api: Api;
  readonly ingestion: Ingestion;
  readonly workflow: Workflow;
  readonly erasure: Erasure;
  readonly repairs: Repairs;
  readonly sweeper: Sweeper;
  readonly announcer: HandlerFunction;
  readonly system: string;
}

const SUM = { period: Duration.minutes(5), statistic: 'Sum' };
const WORST = { period: Duration.minutes(5), statistic: 'p99' };

/** One screen, in the order in which an image goes through the system. */
export function createDashboard(scope: Construct, id: string, props: DashboardProps): Dashboard {
  return new Dashboard(scope, id, {
    widgets: [apiRow(props), ingestionRow(props), workflowRow(props), functionRow(props), imageRow(props), repairRow(props)],
  });
}

function apiRow({ api: { restApi } }: DashboardProps): IWidget[] {
  return row('API', [
    graph('Requests', [restApi.metricCount(SUM)]),
    graph('Errors', [restApi.metricClientError(SUM), restApi.metricServerError(SUM)]),
    graph('Latency, p99', [restApi.metricLatency(WORST)]),
  ]);
}

function ingestionRow({ ingestion: { queue, deadLetterQueue, eventDeadLetterQueue } }: DashboardProps): IWidget[] {
  return row('Queue', [
    graph('Messages received', [queue.metricNumberOfMessagesReceived(SUM)]),
    graph('Age of the oldest message', [queue.metricApproximateAgeOfOldestMessage()]),
    graph('Dead letters', [
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ label: 'queue' }),
      eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible({ label: 'events' }),
    ]),
  ]);
}

function workflowRow({ workflow: { stateMachine } }: DashboardProps): IWidget[] {
  return row('Workflow', [
    graph('Started and succeeded', [stateMachine.metricStarted(SUM), stateMachine.metricSucceeded(SUM)]),
    graph('Failed and timed out', [stateMachine.metricFailed(SUM), stateMachine.metricTimedOut(SUM)]),
    graph('Duration, p99', [stateMachine.metricTime(WORST)]),
  ]);
}

function functionRow({ api, ingestion, workflow, erasure, repairs, sweeper, announcer }: DashboardProps): IWidget[] {
  const { validation, resize, watermark } = workflow.functions;
  const handlers: [string, HandlerFunction | undefined][] = [
    ...Object.entries(api.functions.byName),
    ['s3-event-handler', ingestion.eventHandler],
    ['orchestrator', ingestion.orchestrator],
    ['validation', validation],
    ['resize', resize],
    ['watermark', watermark],
    ['sweeper', sweeper.handler],
    ['deletion-announcer', announcer],
    ['erase-user', erasure.eraseUser],
    ['repair', repairs.repair],
  ];
  const each = (metric: (handler: HandlerFunction, label: string) => IMetric) =>
    handlers.flatMap(([label, handler]) => handler ? [metric(handler, label)] : []);
  return row('Functions', [
    graph('Errors', each((handler, label) => handler.function.metricErrors({ ...SUM, label }))),
    graph('Throttles', each((handler, label) => handler.function.metricThrottles({ ...SUM, label }))),
    graph('Duration, p99', each((handler, label) => handler.function.metricDuration({ ...WORST, label }))),
  ]);
}

function imageRow({ system }: DashboardProps): IWidget[] {
  return row('Images', [
    graph('Ready', [imagesMetric(ImageMetric.IMAGES_READY, system)]),
    graph('Rejected', [imagesMetric(ImageMetric.IMAGES_REJECTED, system)]),
    graph('Failed', [imagesMetric(ImageMetric.IMAGES_FAILED, system)]),
  ]);
}

function repairRow({ repairs: { stateMachine }, system }: DashboardProps): IWidget[] {
  return row('Repairs', [
    graph('Started and failed', [stateMachine.metricStarted(SUM), stateMachine.metricFailed(SUM)]),
    graph('Renditions replaced', [imagesMetric(ImageMetric.IMAGES_REPROCESSED, system)]),
    graph('Renditions kept, after a fault or a rejection', [imagesMetric(ImageMetric.REPROCESSINGS_FAILED, system)]),
  ]);
}

function row(title: string, graphs: GraphWidget[]): IWidget[] {
  return [new TextWidget({ markdown: `# ${title}`, width: 24, height: 1 }), ...graphs];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6 });
}
