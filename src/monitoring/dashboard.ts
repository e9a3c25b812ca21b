import { Duration } from 'aws-cdk-lib';
import { Alarm, AlarmStatusWidget, Dashboard, GraphWidget, IMetric, IWidget, MathExpression, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { calculate, imagesMetric, MAXIMUM, MINUTES_5, storedBytes, SUM, sumOf, handlersOf, pipelineOf, MonitoredParts } from './metrics';
import { Metric as ImageMetric } from '../contract/environment';
import { PRICES } from '../cost/prices';
import { EXPRESS_MEMORY_GB, TRANSITIONS } from '../cost/processing';
import { HandlerFunction } from '../functions/handler-function';

const P50 = { period: MINUTES_5, statistic: 'p50' };
const P95 = { period: MINUTES_5, statistic: 'p95' };
const HOUR = Duration.hours(1);
const HOURLY = { period: HOUR, statistic: 'Sum' };

/** One screen: health, speed, each part in data-flow order, and cost. */
export function createDashboard(scope: Construct, id: string, parts: MonitoredParts, alarms: readonly Alarm[]): Dashboard {
  const rows = [calls, ingestion, workflow, functions, repairs, cost].map((draw) => draw(parts));
  return new Dashboard(scope, id, { widgets: [health(parts, alarms), speed(parts), ...rows] });
}

function health(parts: MonitoredParts, all: readonly Alarm[]): IWidget[] {
  const { platform: { system }, ingestion: { deadLetterQueue, eventDeadLetterQueue }, deletions } = parts;
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
      eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'events' }),
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'uploads' }),
      deletions.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'deletions' }),
    ]),
  ]);
}

function speed(parts: MonitoredParts): IWidget[] {
  const { platform: { system }, workflow: { stateMachine } } = parts;
  // Not filled with zeros: no images does not mean fast images.
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
    graph('Of that, each step, p95 ms', each(pipelineOf(parts), (one, label) => one.function.metricDuration({ ...P95, label }))),
  ]);
}

function calls({ api: { restApi } }: MonitoredParts): IWidget[] {
  return row('API', [
    graph('Requests', [restApi.metricCount(SUM)]),
    graph('Requests refused and failed', [restApi.metricClientError({ ...SUM, label: '4xx' }), restApi.metricServerError({ ...SUM, label: '5xx' })]),
    graph('Time to an answer, ms', [restApi.metricLatency({ ...P50, label: 'p50' }), restApi.metricLatency({ ...P95, label: 'p95' })]),
  ]);
}

function ingestion({ platform: { system }, ingestion: { queue } }: MonitoredParts): IWidget[] {
  const count = (metricName: string, label: string) => imagesMetric(metricName, system, { label });
  return row('Queue', [
    graph('From grant to start', [
      count(ImageMetric.UPLOADS_GRANTED, 'granted'), count(ImageMetric.UPLOADS_RECEIVED, 'received'), count(ImageMetric.IMAGES_STARTED, 'started'),
    ]),
    graph('Uploads that wait', [queue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'messages' })]),
    graph('Age of the oldest of them, s', [queue.metricApproximateAgeOfOldestMessage({ ...MAXIMUM, label: 'age' })]),
  ]);
}

function workflow({ workflow: { stateMachine } }: MonitoredParts): IWidget[] {
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

function functions(parts: MonitoredParts): IWidget[] {
  const handlers = handlersOf(parts);
  return row('Functions', [
    graph('Errors', each(handlers, (one, label) => one.function.metricErrors({ ...SUM, label }))),
    graph('Throttles', each(handlers, (one, label) => one.function.metricThrottles({ ...SUM, label }))),
    graph('Longest call, % of the timeout', each(handlers, (one, label) => calculate([one.function.metricDuration(MAXIMUM)],
      ([term]) => `100 * ${term} / ${one.function.timeout!.toMilliseconds()}`, { label, period: MINUTES_5 }))),
  ]);
}

function repairs({ platform: { system }, repairs: { stateMachine } }: MonitoredParts): IWidget[] {
  return row('Repairs', [
    graph('Repairs that started and failed', [stateMachine.metricStarted({ ...SUM, label: 'started' }), stateMachine.metricFailed({ ...SUM, label: 'failed' })]),
    graph('Renditions replaced', [imagesMetric(ImageMetric.IMAGES_REPROCESSED, system, { label: 'images' })]),
    graph('Renditions kept, after a fault or a rejection', [imagesMetric(ImageMetric.REPROCESSINGS_FAILED, system, { label: 'images' })]),
  ]);
}

function cost(parts: MonitoredParts): IWidget[] {
  const { inputBucket, outputBucket } = parts;
  return row('What does it cost?', [
    graph('Functions, dollars an hour', functionCosts(parts), true),
    graph('Services, dollars an hour', serviceCosts(parts), true),
    graph('Bytes stored', [storedBytes(inputBucket, { label: 'originals' }), storedBytes(outputBucket, { label: 'renditions' })], true),
  ]);
}

/** Dollars per hour for each function: invocations and GB-seconds. */
function functionCosts(parts: MonitoredParts): IMetric[] {
  return handlersOf(parts).map((handler) => calculate(
    [handler.function.metricDuration(HOURLY), handler.function.metricInvocations(HOURLY)],
    ([milliseconds, invocations]) => `${milliseconds} * ${pricePerMillisecond(handler)} + ${invocations} * ${decimal(PRICES.lambdaRequest)}`,
    { label: handler.name, period: HOUR },
  ));
}

/** Dollars per hour for the other services whose free metrics show their usage. */
function serviceCosts({ api, ingestion: { queue }, workflow: { stateMachine, functions: { watermark } }, table }: MonitoredParts) {
  const priced = (label: string, price: number, ...metrics: IMetric[]) =>
    calculate(metrics, (terms) => `(${sumOf(terms)}) * ${decimal(price)}`, { label, period: HOUR });
  const transitions = watermark ? TRANSITIONS.watermark : TRANSITIONS.plain;
  const isExpress = stateMachine.stateMachineType === StateMachineType.EXPRESS;
  return [
    priced('API requests', PRICES.apiRequest, api.restApi.metricCount(HOURLY)),
    priced('queue requests', PRICES.queueRequest, queue.metricNumberOfMessagesSent(HOURLY), queue.metricNumberOfMessagesReceived(HOURLY),
      queue.metricNumberOfMessagesDeleted(HOURLY), queue.metricNumberOfEmptyReceives(HOURLY)),
    priced('workflow starts', isExpress ? PRICES.expressRequest : transitions * PRICES.standardTransition, stateMachine.metricStarted(HOURLY)),
    ...(isExpress ? [priced('workflow time', EXPRESS_MEMORY_GB * PRICES.expressGbSecond / 1000, stateMachine.metricTime(HOURLY))] : []),
    priced('table writes', PRICES.tableWrite, table.metricConsumedWriteCapacityUnits(HOURLY)),
    priced('table reads', PRICES.tableRead, table.metricConsumedReadCapacityUnits(HOURLY)),
  ];
}

function pricePerMillisecond({ memorySize, function: { architecture } }: HandlerFunction): string {
  const price = architecture.name === Architecture.ARM_64.name ? PRICES.lambdaGbSecondArm64 : PRICES.lambdaGbSecondX64;
  return decimal(memorySize / 1024 / 1000 * price);
}

/** Metric math does not accept exponents. */
function decimal(price: number): string {
  return price.toFixed(12).replace(/0+$/, '');
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
