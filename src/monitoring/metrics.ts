import { Duration } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../contract/environment';

/** A count of ended images: of one system, summed over five minutes unless told otherwise. */
export function imagesMetric(metricName: string, system: string, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [SYSTEM_DIMENSION]: system },
    statistic: 'Sum',
    period: Duration.minutes(5),
    ...options,
  });
}
