import { Alarm, AlarmStatusWidget, Dashboard, GraphWidget, IMetric, IWidget, MathExpression, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { functionCosts, serviceCosts, storedBytes } from './cost-widgets';
import { calculate, imagesMetric, MINUTES_5, SUM } from './metrics';
import { handlersOf, pipelineOf, Watched } from './watched';
import { Metric as ImageMetric } from '../contract/environment';
import { HandlerFunction } from '../functions/handler-function';

const P50 = { period: MINUTES_5, statistic: 'p50' };
const P95 = { period: MINUTES_5, statistic: 'p95' };
const MOST = { period: MINUTES_5, statistic: 'Maximum' };

/** One screen: is it healthy, how fast is it, each part in the order in which an image goes through, what does it cost. */
export function createDashboard(scope: Construct, id: string, watched: Watched, alarms: readonly Alarm[]): Dashboard {
  const rows = [calls, ingestion, workflow, functions, repairs, cost].map((draw) => draw(watched));
  return new Dashboard(scope, id, { widgets: [health(watched, alarms), speed(watched), ...rows] });
}

function health({ platform: { system }, ingestion: { deadLetterQueue, eventDeadLetterQueue }, deletions }: Watched, all: readonly Alarm[]) {
  const count = (metricName: string, label: string) => imagesMetric(metricName, system, { label });
  return row('Is it healthy?', [
    new AlarmStatusWidget({ title: 'Alarms', alarms: [...all], width: 24, height: 4 }),
    graph('Images by their end', [
      count(ImageMetric.IMAGES_READY, 'ready'), count(ImageMetric.IMAGES_REJECTED, 'rejected'), count(ImageMetric.IMAGES_FAILED, 'failed'),
    ]),
    graph('Findings of the sweeper', [
      count(ImageMetric.UPLOADS_RESENT, 'sent again'), count(ImageMetric.IMAGES_GIVEN_UP, 'given up'),
      count(ImageMetric.GRANTS_REMOVED, 'unused grants removed'), count(ImageMetric.ORIGINALS_WITHOUT_ROW, 'originals without a row'),
    ]),
    graph('Dead letters', [
      eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MOST, label: 'events' }),
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MOST, label: 'uploads' }),
      deletions.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MOST, label: 'deletions' }),
    ]),
  ]);
}

function speed(watched: Watched): IWidget[] {
  const { platform: { system }, workflow: { stateMachine } } = watched;
  // Not filled with zeros: no image is no fast one.
  const ways = [P50, P95].map(({ period, statistic }) => new MathExpression({
    expression: `waiting_${statistic} + execution_${statistic}`,
    usingMetrics: {
      [`waiting_${statistic}`]: imagesMetric(ImageMetric.START_DELAY, system, { statistic }),
      [`execution_${statistic}`]: stateMachine.metricTime({ statistic }),
    },
    label: statistic,
    period,
  }));
  return row('How fast is it?', [
    graph('From upload to ready, ms', ways),
    graph('Of that, waiting for the start, ms', [P50, P95].map((statistic) =>
      imagesMetric(ImageMetric.START_DELAY, system, { ...statistic, label: statistic.statistic }))),
    graph('Of that, each step, p95 ms', each(pipelineOf(watched), (one, label) => one.function.metricDuration({ ...P95, label }))),
  ]);
}

function calls({ api: { restApi } }: Watched): IWidget[] {
  return row('API', [
    graph('Requests', [restApi.metricCount(SUM)]),
    graph('Requests refused and failed', [restApi.metricClientError({ ...SUM, label: '4xx' }), restApi.metricServerError({ ...SUM, label: '5xx' })]),
    graph('Time to an answer, ms', [restApi.metricLatency({ ...P50, label: 'p50' }), restApi.metricLatency({ ...P95, label: 'p95' })]),
  ]);
}

function ingestion({ platform: { system }, ingestion: { queue } }: Watched): IWidget[] {
  const count = (metricName: string, label: string) => imagesMetric(metricName, system, { label });
  return row('Queue', [
    graph('From grant to start', [
      count(ImageMetric.UPLOADS_GRANTED, 'granted'), count(ImageMetric.UPLOADS_RECEIVED, 'received'), count(ImageMetric.IMAGES_STARTED, 'started'),
    ]),
    graph('Uploads that wait', [queue.metricApproximateNumberOfMessagesVisible({ ...MOST, label: 'messages' })]),
    graph('Age of the oldest of them, s', [queue.metricApproximateAgeOfOldestMessage({ ...MOST, label: 'age' })]),
  ]);
}

function workflow({ workflow: { stateMachine } }: Watched): IWidget[] {
  return row('Workflow', [
    graph('Executions that started and succeeded', [
      stateMachine.metricStarted({ ...SUM, label: 'started' }), stateMachine.metricSucceeded({ ...SUM, label: 'succeeded' }),
    ]),
    graph('Executions that failed and timed out', [
      stateMachine.metricFailed({ ...SUM, label: 'failed' }), stateMachine.metricTimedOut({ ...SUM, label: 'timed out' }),
    ]),
    graph('Time of an execution, ms', [stateMachine.metricTime({ ...P50, label: 'p50' }), stateMachine.metricTime({ ...P95, label: 'p95' })]),
  ]);
}

function functions(watched: Watched): IWidget[] {
  const handlers = handlersOf(watched);
  return row('Functions', [
    graph('Errors', each(handlers, (one, label) => one.function.metricErrors({ ...SUM, label }))),
    graph('Throttles', each(handlers, (one, label) => one.function.metricThrottles({ ...SUM, label }))),
    graph('Longest call, % of the timeout', each(handlers, (one, label) => calculate([one.function.metricDuration(MOST)],
      ([term]) => `100 * ${term} / ${one.function.timeout!.toMilliseconds()}`, { label, period: MINUTES_5 }))),
  ]);
}

function repairs({ platform: { system }, repairs: { stateMachine } }: Watched): IWidget[] {
  return row('Repairs', [
    graph('Repairs that started and failed', [stateMachine.metricStarted({ ...SUM, label: 'started' }), stateMachine.metricFailed({ ...SUM, label: 'failed' })]),
    graph('Renditions replaced', [imagesMetric(ImageMetric.IMAGES_REPROCESSED, system, { label: 'images' })]),
    graph('Renditions kept, after a fault or a rejection', [imagesMetric(ImageMetric.REPROCESSINGS_FAILED, system, { label: 'images' })]),
  ]);
}

function cost(watched: Watched): IWidget[] {
  return row('What does it cost?', [
    graph('Functions, dollars an hour', functionCosts(watched), true),
    graph('Services, dollars an hour', serviceCosts(watched), true),
    graph('Bytes stored', storedBytes(watched), true),
  ]);
}

function each(handlers: readonly HandlerFunction[], metric: (handler: HandlerFunction, label: string) => IMetric): IMetric[] {
  return handlers.map((handler) => metric(handler, handler.name));
}

function row(title: string, widgets: IWidget[]): IWidget[] {
  return [new TextWidget({ markdown: `# ${title}`, width: 24, height: 1 }), ...widgets];
}

function graph(title: string, left: IMetric[], stacked = false): GraphWidget {
  return new GraphWidget({ title, left, stacked, width: 8, height: 6 });
}
