import { Logger } from '@aws-lambda-powertools/logger';
import { readText } from './config';
import { metricLine } from './metric-line';
import { TraceWriter } from './trace';
import { Metric } from '../../src/contract/environment';
import { FunctionName } from '../../src/contract/functions';
import { UploadedImage } from '../../src/contract/workflow';

/**
 * Whom and what lines are about. `image_id` is made with the grant and is in every line about the image from then on,
 * of every function: it is what follows an image through the logs.
 */
export type Subject = Readonly<Partial<Record<'request_id' | 'message_id' | 'user_id' | 'image_id', string>>>;

/** What a log line may hold beside its message: ids and outcomes, never an event, a token, a code or a mail address. */
export type LogKeys = Subject & Readonly<Partial<Record<
  'route' | 'status' | 'reason' | 'size' | 'format' | 'milliseconds' | 'bytes' | 'count' | 'expected' | 'got',
  string | number
>>>;

export type MetricName = (typeof Metric)[keyof typeof Metric];

export interface Telemetry {
  info(message: string, keys?: LogKeys): void;
  warn(message: string, keys?: LogKeys): void;
  /** Logs what kind of error it was and where; see `describeError`. */
  error(message: string, error: unknown, keys?: LogKeys): void;
  /** Adds to a metric of `Metric`, 1 where left out. */
  count(metric: MetricName, by?: number): void;
  /** Adds a duration to a metric of `Metric`. */
  measure(metric: MetricName, milliseconds: number): void;
  /**
   * The same, about one image or user: each of its lines has the ids, and the trace is found by them.
   *
   * @param trace header of the trace where it is not that of this call of the function
   */
  about(subject: Subject, trace?: string): Telemetry;
}

export function createTelemetry(service: FunctionName): Telemetry {
  const logger = new Logger({ serviceName: service });
  return telemetryOf(logger, new TraceWriter(service), readText('SYSTEM'), {});
}

function telemetryOf(logger: Logger, traces: TraceWriter, system: string, subject: Subject): Telemetry {
  const add = (name: string, value: number, unit: 'Count' | 'Milliseconds') => {
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
