import { Duration } from 'aws-cdk-lib';
import { IMetric, MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../contract/environment';

export const MINUTES_5 = Duration.minutes(5);
export const SUM = { period: MINUTES_5, statistic: 'Sum' } as const;
export const HELD = { period: MINUTES_5, statistic: 'Maximum' } as const;

/** A metric of one system that its functions or its workflow write, summed over five minutes unless told otherwise. */
export function imagesMetric(metricName: string, system: string, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [SYSTEM_DIMENSION]: system },
    ...SUM,
    ...options,
  });
}

export interface Formula {
  /** Unlike that of any other formula in the same chart. */
  readonly label: string;
  /** Over which the metrics below are taken. */
  readonly period: Duration;
}

/**
 * Metric math over a list of metrics, which the writer of the formula gets as terms. Where one of them has no data, it
 * counts as 0: a function that did not run had no error.
 */
export function calculate(metrics: readonly IMetric[], write: (terms: string[]) => string, formula: Formula): MathExpression {
  // A chart takes an id once, among all its formulas.
  const ids = metrics.map((_, index) => `${formula.label.toLowerCase().replace(/[^a-z0-9]/g, '')}_${index}`);
  return new MathExpression({
    ...formula,
    expression: write(ids.map((id) => `FILL(${id}, 0)`)),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [ids[index], metric])),
  });
}

export const sumOf = (terms: readonly string[]): string => terms.join(' + ');
