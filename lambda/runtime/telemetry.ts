import { Logger } from '@aws-lambda-powertools/logger';
import { readText } from './config';
import { TraceWriter } from './trace';
import { Metric, METRIC_NAMESPACE, SYSTEM_DIMENSION } from '../../src/contract/environment';
import { FunctionName } from '../../src/contract/functions';
import { UploadedImage } from '../../src/contract/workflow';

/**
 * Ids of what a line is about. Every line about an image, from its grant on and of every function, has its `image_id`:
 * search the logs for it to follow the image.
 */
export type Subject = Readonly<Partial<Record<'request_id' | 'message_id' | 'user_id' | 'image_id', string>>>;

/** Keys that a log line may have: ids and outcomes, never an event, a token, a code or an e-mail address. */
export type LogKeys = Subject & Readonly<Partial<Record<
  'route' | 'status' | 'reason' | 'size' | 'format' | 'milliseconds' | 'bytes' | 'count' | 'expected' | 'got',
  string | number
>>>;

export type MetricName = (typeof Metric)[keyof typeof Metric];

export interface Telemetry {
  info(message: string, keys?: LogKeys): void;
  warn(message: string, keys?: LogKeys): void;
  /** Logs the error's name and location; see `describeError`. */
  error(message: string, error: unknown, keys?: LogKeys): void;
  /** Adds to a metric, 1 by default. */
  count(metric: MetricName, by?: number): void;
  /** Adds a duration to a metric. */
  measure(metric: MetricName, milliseconds: number): void;
  /**
   * Telemetry about one image or user: every line has their ids, and the trace is annotated with them.
   *
   * @param trace header of the trace, by default that of the current invocation
   */
  about(subject: Subject, trace?: string): Telemetry;
}

export function createTelemetry(service: FunctionName): Telemetry {
  const logger = new Logger({ serviceName: service });
  return telemetryOf(logger, new TraceWriter(service), readText('SYSTEM'), {});
}

function telemetryOf(logger: Logger, traces: TraceWriter, system: string, subject: Subject): Telemetry {
  const add = (name: string, value: number, unit: MetricUnit) => {
    if (logger.getLevelName() !== 'SILENT') process.stdout.write(`${metricLine(system, name, value, unit, new Date())}\n`);
  };
  return {
    info: (message, keys = {}) => logger.info(message, { ...subject, ...keys }),
    warn: (message, keys = {}) => logger.warn(message, { ...subject, ...keys }),
    error: (message, error, keys = {}) => logger.error(message, { ...subject, ...keys, ...describeError(error) }),
    count: (metric, by = 1) => add(metric, by, 'Count'),
    measure: (metric, milliseconds) => add(metric, milliseconds, 'Milliseconds'),
    about: (more, trace) => {
      const { user_id, image_id } = more;
      if (user_id ?? image_id) traces.annotate({ ...(user_id && { user_id }), ...(image_id && { image_id }) }, trace);
      return telemetryOf(logger, traces, system, { ...subject, ...more });
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
 * The loggable part of an error. A service's message may quote the request (Cognito's quotes the user name), and a
 * `SyntaxError` quotes the text that it parsed: their messages are left out.
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

/** Only frames: the first line of a stack repeats the message. */
function firstFrames(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 4);
  return frames?.map((frame) => frame.trim().slice(0, 200)).join(' < ');
}

type MetricUnit = 'Count' | 'Milliseconds';

/**
 * One value in CloudWatch's embedded metric format: a log line that becomes a metric. The system is its only dimension,
 * because each combination of dimensions is billed as a metric of its own.
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

interface TaskRequest {
  readonly upload: UploadedImage;
}

/** Wraps a workflow task: logs how it ended, one line an image; an error is logged and rethrown to the workflow. */
export function logged<R extends TaskRequest, V extends object>(
  telemetry: Telemetry,
  task: (request: R) => Promise<V>,
): (request: R) => Promise<V> {
  return async request => {
    const { image_id, user_id } = request.upload;
    const about = telemetry.about({ image_id, user_id });
    try {
      const verdict = await task(request);
      const { outcome: status, reason } = verdict as { outcome?: string; reason?: string };
      about.info('task ended', { status, reason });
      return verdict;
    } catch (error) {
      about.error('task failed', error);
      throw error;
    }
  };
}
