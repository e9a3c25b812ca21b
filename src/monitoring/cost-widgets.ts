import { Duration } from 'aws-cdk-lib';
import { IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { calculate, sumOf } from './metrics';
import { handlersOf, Watched } from './watched';
import { PRICES } from '../cost/prices';
import { EXPRESS_MEMORY_GB, TRANSITIONS } from '../cost/processing';
import { HandlerFunction } from '../functions/handler-function';

const HOUR = Duration.hours(1);
const HOURLY = { period: HOUR, statistic: 'Sum' };

/** Dollars an hour, function by function: calls, and memory by time. */
export function functionCosts(watched: Watched): IMetric[] {
  return handlersOf(watched).map((handler) => calculate(
    [handler.function.metricDuration(HOURLY), handler.function.metricInvocations(HOURLY)],
    ([milliseconds, calls]) => `${milliseconds} * ${pricePerMillisecond(handler)} + ${calls} * ${decimal(PRICES.lambdaRequest)}`,
    { label: handler.name, period: HOUR },
  ));
}

/** Dollars an hour of the other services, as far as they grow with use and are metered without a price. */
export function serviceCosts({ api, ingestion: { queue }, workflow: { stateMachine, functions }, table }: Watched): IMetric[] {
  const row = (label: string, price: number, ...metrics: IMetric[]) =>
    calculate(metrics, (terms) => `(${sumOf(terms)}) * ${decimal(price)}`, { label, period: HOUR });
  const transitions = functions.watermark ? TRANSITIONS.watermark : TRANSITIONS.plain;
  const isExpress = stateMachine.stateMachineType === StateMachineType.EXPRESS;
  return [
    row('API requests', PRICES.apiRequest, api.restApi.metricCount(HOURLY)),
    row('queue requests', PRICES.queueRequest, queue.metricNumberOfMessagesSent(HOURLY), queue.metricNumberOfMessagesReceived(HOURLY),
      queue.metricNumberOfMessagesDeleted(HOURLY), queue.metricNumberOfEmptyReceives(HOURLY)),
    row('workflow starts', isExpress ? PRICES.expressRequest : transitions * PRICES.standardTransition, stateMachine.metricStarted(HOURLY)),
    ...(isExpress ? [row('workflow time', EXPRESS_MEMORY_GB * PRICES.expressGbSecond / 1000, stateMachine.metricTime(HOURLY))] : []),
    row('table writes', PRICES.tableWrite, table.metricConsumedWriteCapacityUnits(HOURLY)),
    row('table reads', PRICES.tableRead, table.metricConsumedReadCapacityUnits(HOURLY)),
  ];
}

/** S3 counts once a day, and tells late on the next. */
export function storedBytes({ inputBucket, outputBucket }: Watched): IMetric[] {
  return Object.entries({ originals: inputBucket, renditions: outputBucket }).map(([label, { bucketName }]) => new Metric({
    namespace: 'AWS/S3',
    metricName: 'BucketSizeBytes',
    dimensionsMap: { BucketName: bucketName, StorageType: 'StandardStorage' },
    statistic: 'Average',
    period: Duration.days(1),
    label,
  }));
}

function pricePerMillisecond({ memorySize, function: { architecture } }: HandlerFunction): string {
  const price = architecture.name === Architecture.ARM_64.name ? PRICES.lambdaGbSecondArm64 : PRICES.lambdaGbSecondX64;
  return decimal(memorySize / 1024 / 1000 * price);
}

/** Metric math knows no exponents. */
function decimal(price: number): string {
  return price.toFixed(12).replace(/0+$/, '');
}
