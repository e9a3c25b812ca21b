import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Metric, METRIC_NAMESPACE } from '../../src/contract/environment';
import { FunctionName } from '../../src/contract/functions';

/** What a log line may hold beside its message: ids and outcomes, never an event, a token, a code or a mail address. */
export type LogKeys = Readonly<Partial<Record<
  'request_id' | 'message_id' | 'user_id' | 'image_id' | 'route' | 'status' | 'reason' | 'size' | 'format' | 'milliseconds' | 'bytes' | 'count' | 'expected' | 'got',
  string | number
>>>;

export type MetricName = (typeof Metric)[keyof typeof Metric];

export interface Telemetry {
  info(message: string, keys?: LogKeys): void;
  warn(message: string, keys?: LogKeys): void;
  /** Logs what kind of error it was and where; see `describeError`. */
  error(message: string, error: unknown, keys?: LogKeys): void;
  /** Adds to a metric of `Metric`, 1 where left out; its only dimension is the function. */
  count(metric: MetricName, by?: number): void;
}

export function createTelemetry(service: FunctionName): Telemetry {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: service });
  return {
    info: (message, keys = {}) => logger.info(message, keys),
    warn: (message, keys = {}) => logger.warn(message, keys),
    error: (message, error, keys = {}) => logger.error(message, { ...keys, ...describeError(error) }),
    count: (metric, by = 1) => {
      metrics.addMetric(metric, MetricUnit.Count, by);
      metrics.publishStoredMetrics();
    },
  };
}

interface ErrorKeys {
  readonly error: string;
  readonly error_message?: string;
  readonly error_code?: string;
  readonly aws_request_id?: string;
  readonly at?: string;
}

/**
 * The loggable part of an error. A service's message may quote the request (Cognito's quotes the user name), so only
 * the messages of our own and of the runtime's errors are kept, and no `SyntaxError`'s: it quotes the text it read.
 */
export function describeError(error: unknown): ErrorKeys {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, $fault, $metadata } = error as Error & { code?: unknown; $fault?: unknown; $metadata?: { requestId?: string } };
  const quotesInput = $fault !== undefined || error.name === 'SyntaxError';
  return {
    error: error.name,
    error_message: quotesInput ? undefined : error.message.slice(0, 500),
    error_code: typeof code === 'string' ? code : undefined,
    aws_request_id: $metadata?.requestId,
    at: firstFrames(error),
  };
}

/** Frames only: the head of a stack repeats the message. */
function firstFrames(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 4);
  return frames?.map((frame) => frame.trim().slice(0, 200)).join(' < ');
}
