import { Duration } from 'aws-cdk-lib';
import { IMetric, MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Api } from '../api/api';
import { METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../contract/environment';
import { Deletions } from '../deletions';
import { Erasure } from '../erasure/erasure';
import { HandlerFunction } from '../functions/handler-function';
import { Identity } from '../identity';
import { Ingestion } from '../ingestion';
import { Orchestrator } from '../orchestrator';
import { Platform } from '../platform';
import { Repairs } from '../repairs/repairs';
import { Sweeper } from '../sweeper';
import { Publication } from '../workflow/publication';
import { Workflow } from '../workflow/workflow';

export const MINUTES_5 = Duration.minutes(5);
export const SUM = { period: MINUTES_5, statistic: 'Sum' } as const;
export const MAXIMUM = { period: MINUTES_5, statistic: 'Maximum' } as const;

/** A custom metric of one system, by default its sum over five minutes. */
export function imagesMetric(metricName: string, system: string, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [SYSTEM_DIMENSION]: system },
    ...SUM,
    ...options,
  });
}

/** The size of a bucket in S3 Standard, which S3 reports once a day free of charge. */
export function storedBytes({ bucketName }: IBucket, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: 'AWS/S3',
    metricName: 'BucketSizeBytes',
    dimensionsMap: { BucketName: bucketName, StorageType: 'StandardStorage' },
    period: Duration.days(1),
    statistic: 'Average',
    ...options,
  });
}

export interface Formula {
  /** Unique within a chart. */
  readonly label: string;
  /** Period of all metrics. */
  readonly period: Duration;
}

/** Metric math over a list of metrics, which `write` gets as terms. Missing data counts as 0: a function that did not run had no errors. */
export function calculate(metrics: readonly IMetric[], write: (terms: string[]) => string, formula: Formula): MathExpression {
  // Ids must be unique across all formulas of a chart.
  const ids = metrics.map((_, index) => `${formula.label.toLowerCase().replace(/[^a-z0-9]/g, '')}_${index}`);
  return new MathExpression({
    ...formula,
    expression: write(ids.map((id) => `FILL(${id}, 0)`)),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [ids[index], metric])),
  });
}

export const sumOf = (terms: readonly string[]): string => terms.join(' + ');

/** The parts of a system that alarms, dashboard and saved queries monitor. */
export interface MonitoredParts {
  readonly api: Api;
  readonly identity: Identity;
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly table: ITable;
  readonly ingestion: Ingestion;
  readonly orchestrator: Orchestrator;
  readonly workflow: Workflow;
  readonly publication: Publication;
  readonly erasure: Erasure;
  readonly repairs: Repairs;
  readonly sweeper: Sweeper;
  readonly sweepEvery: Duration;
  readonly deletions: Deletions;
}

/** The functions that process an upload, in order. They run asynchronously, so no caller sees their failures. */
export function pipelineOf({ ingestion, orchestrator, workflow: { functions, recordOutcome } }: MonitoredParts): HandlerFunction[] {
  const { validation, resize, watermark } = functions;
  return [ingestion.eventHandler, orchestrator, validation, resize, ...(watermark ? [watermark] : []), recordOutcome];
}

/** Every function, in data-flow order. */
export function handlersOf(parts: MonitoredParts): HandlerFunction[] {
  const { api, sweeper, deletions, erasure, repairs } = parts;
  const upkeep = [sweeper.handler, deletions.announcer, erasure.eraseUser, repairs.repair];
  return [...Object.values(api.functions.byName), ...pipelineOf(parts), ...upkeep];
}
