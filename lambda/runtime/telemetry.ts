import { Logger } from '@aws-lambda-powertools/logger';
import { readText } from './config';
import { TraceWriter } from './trace';
import { Metric, METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../../src/contract/environment';
import { FunctionName } from '../../src/contract/functions';

/** Ids added to log lines. Every function logs `image_id` from the upload grant on, so it traces an image through the logs. */
export type Subject = Readonly<Partial<Record<'request_id' | 'message_id' | 'user_id' | 'image_id', string>>>;

/** Allowed keys of a log line: ids and outcomes, never an event, a token, a code or an e-mail address. */
export type LogKeys = Subject & Readonly<Partial<Record<
  'route' | 'status' | 'reason' | 'size' | 'format' | 'milliseconds' | 'bytes' | 'count' | 'expected' | 'got',
  string | number
>>>;

export type MetricName = (typeof Metric)[keyof typeof Metric];

export interface Telemetry {
  info(message: string, keys?: LogKeys): void;
  warn(message: string, keys?: LogKeys): void;
  /** Logs the loggable part of the error; see `describeError`. */
  error(message: string, error: unknown, keys?: LogKeys): void;
  /** @param by 1 by default */
  count(metric: MetricName, by?: number): void;
  measure(metric: MetricName, milliseconds: number): void;
  /**
   * Telemetry that adds the ids to every line and annotates the trace with them.
   *
   * @param trace header of the trace, if it is not that of the current invocation
   */
  about(subject: Subject, trace?: string): Telemetry;
}

export function createTelemetry(service: FunctionName): Telemetry {
  const logger = new Logger({ serviceName: service });
  return withSubject(logger, new TraceWriter(service), readText('SYSTEM'), {});
}

function withSubject(logger: Logger, traces: TraceWriter, system: string, subject: Subject): Telemetry {
  const add = (name: string, value: number, unit: MetricUnit) => {
    if (logger.getLevelName() !== 'SILENT') process.stdout.write(`${metricLine(system, name, value, unit, new Date())}\n`);
  };
  return {
    info: (message, keys = {}) => logger.info(message, { ...subject, ...keys }),
    warn: (message, keys = {}) => logger.warn(message, { ...subject, ...keys }),
    error: (message, error, keys = {}) => logger.error(message, { ...subject, ...keys, ...describeError(error) }),
    count: (metric, by = 1) => add(metric, by, 'Count'),
    measure: (metric, milliseconds) => add(metric, milliseconds, 'Milliseconds'),
    about: (ids, trace) => {
      const { user_id, image_id } = ids;
      if (user_id ?? image_id) traces.annotate({ ...(user_id && { user_id }), ...(image_id && { image_id }) }, trace);
      return withSubject(logger, traces, system, { ...subject, ...ids });
    },
  };
}

type MetricUnit = 'Count' | 'Milliseconds';

/**
 * A log line in CloudWatch's embedded metric format. The system is the only dimension: each distinct combination of
 * dimensions is a separately billed metric, so ids as dimensions would create one per image.
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

interface ErrorKeys {
  readonly error: string;
  readonly error_message?: string;
  readonly error_code?: string;
  readonly aws_request_id?: string;
  readonly at?: string;
}

/**
 * The loggable part of an error. Drops the messages of AWS errors, which may quote the request (Cognito quotes the user
 * name), and of `SyntaxError`, which quotes the parsed text.
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

/** Without the head of the stack, which repeats the message. */
function firstFrames(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 4);
  return frames?.map((frame) => frame.trim().slice(0, 200)).join(' < ');
}
