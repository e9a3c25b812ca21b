import { Duration } from 'aws-cdk-lib';
import { AlarmRows } from './alarm-row';
import { calculate, HELD, imagesMetric, MINUTES_5, SUM, sumOf } from './metrics';
import { pipelineOf, Watched } from './watched';
import { Metric as ImageMetric } from '../contract/environment';

/** Shares are taken over longer than counts: a few images are no share. */
const LONGER = Duration.minutes(15);

/** Between an upload and its workflow. */
export function ingestionAlarms({ ingestion }: Watched): AlarmRows {
  return {
    EventDeadLetterQueueNotEmpty: {
      metric: ingestion.eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible(HELD),
      says: 'Uploads were reported by S3 but could not be queued: their images stay pending. See the log of s3-event-handler.',
    },
    DeadLetterQueueNotEmpty: {
      metric: ingestion.deadLetterQueue.metricApproximateNumberOfMessagesVisible(HELD),
      says: 'Queued uploads could not be started after five tries: their images are not processed. See the log of orchestrator.',
    },
    QueueFallsBehind: {
      metric: ingestion.queue.metricApproximateAgeOfOldestMessage(HELD),
      threshold: 900,
      says: 'An upload has waited for its start for a quarter of an hour. See the log of orchestrator for failures, and the throttles of the functions.',
    },
  };
}

/** Of what becomes of images. */
export function workflowAlarms({ workflow, publication, platform: { system } }: Watched): AlarmRows {
  const ended = (...names: string[]) => names.map((name) => imagesMetric(name, system, { period: LONGER }));
  const { IMAGES_FAILED, IMAGES_READY, IMAGES_REJECTED } = ImageMetric;
  return {
    ExecutionsFailed: {
      metric: calculate([workflow, publication].map(({ stateMachine }) => stateMachine.metricFailed(SUM)), sumOf, { label: 'failed', period: MINUTES_5 }),
      says: 'Executions of the workflow failed after their retries, or events could not be published. See the logs of the two state machines.',
    },
    ExecutionsTimedOut: {
      metric: workflow.stateMachine.metricTimedOut(SUM),
      says: 'The workflow took longer than five minutes for some images: they stay in processing until the sweeper takes them up. See the durations of the image functions.',
    },
    ImagesFailing: {
      metric: calculate(ended(IMAGES_FAILED, IMAGES_REJECTED, IMAGES_READY), share(5), { label: '% failed', period: LONGER }),
      threshold: 5,
      says: 'Of the images of a quarter of an hour, one in twenty or more failed: it is no single file. See the logs of the image functions.',
    },
    ImagesRejected: {
      metric: calculate(ended(IMAGES_REJECTED, IMAGES_READY), share(20), { label: '% rejected', period: LONGER }),
      threshold: 50,
      says: 'Of the uploads of a quarter of an hour, half or more were rejected: a client is broken, or somebody tries what gets through. See the saved query of rejections by reason.',
    },
  };
}

/** Those of the pipeline alone: what fails in the others has an alarm of its own, and each metric of an alarm has its price. */
export function functionAlarms(watched: Watched): AlarmRows {
  const functions = pipelineOf(watched).map((handler) => handler.function);
  const formula = (label: string) => ({ label, period: MINUTES_5 });
  return {
    FunctionErrors: {
      metric: calculate(functions.map((one) => one.metricErrors(SUM)), sumOf, formula('errors')),
      threshold: 5,
      says: 'Functions of the pipeline failed five times or more in five minutes; retries may have made up for it. See the saved query of errors by function.',
    },
    FunctionsThrottled: {
      metric: calculate(functions.map((one) => one.metricThrottles(SUM)), sumOf, formula('throttles')),
      periods: 3,
      says: 'Lambda held functions of the pipeline back for a quarter of an hour: the concurrency of the account is used up. See its quota, and ingestion.maxConcurrency.',
    },
    FunctionsNearTimeout: {
      metric: calculate(functions.map((one) => one.metricDuration(HELD)), (terms) =>
        `100 * MAX([${terms.map((term, index) => `${term} / ${functions[index].timeout!.toMilliseconds()}`).join(', ')}])`, formula('% of the timeout')),
      threshold: 80,
      says: 'A function of the pipeline took four fifths of the time that it has, or more. See the durations on the dashboard for which, then its log for the images.',
    },
  };
}

/** Percentage of the first term, which is 0 until there are so many: one failed image of two is no share. */
function share(least: number): (terms: string[]) => string {
  return (terms) => `IF(${terms[0]} >= ${least}, 100 * ${terms[0]} / (${sumOf(terms)}), 0)`;
}
