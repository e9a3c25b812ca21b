import { METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../../src/contract/environment';

export type MetricUnit = 'Count' | 'Milliseconds';

/**
 * One value in CloudWatch's embedded metric format, a line of the log that becomes a metric. The system is its only
 * dimension: every further one is a metric more to pay for, and ids as dimensions are one for each image.
 */
export function metricLine(system: string, name: string, value: number, unit: MetricUnit, time: Date): string {
  return JSON.stringify({
    _aws: {
      Timestamp: time.getTime(),
      CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE, Dimensions: [[SYSTEM_DIMENSION]], Metrics: [{ Name: name, Unit: unit }] }],
    },
    [SYSTEM_DIMENSION]: system,
    [name]: value,
  });
}
