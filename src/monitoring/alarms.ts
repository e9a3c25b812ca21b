import { Aws, Duration, Token } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { calculate, imagesMetric, MAXIMUM, MINUTES_5, SUM, sumOf, MonitoredParts, pipelineOf } from './metrics';
import { accept, hipaaAndNist } from '../accepted-findings';
import { Metric as ImageMetric } from '../contract/environment';
import { fail } from '../options/check';

export interface AlarmsProps {
  readonly parts: MonitoredParts;
  readonly topic?: ITopic;
}

/** Has a heading for each alarm: what it means and what to do. */
export const RUNBOOK = 'https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/runbook.md';

/** One alarm. It goes off when the metric reaches the threshold in this many consecutive periods. */
interface AlarmRow {
  readonly metric: IMetric;
  /** @default 1 */
  readonly threshold?: number;
  /** @default 1 */
  readonly periods?: number;
  /** For the person on call: what happened, and where to look. */
  readonly description: string;
}

/** By construct id, which is also the heading in docs/runbook.md. */
type AlarmTable = Readonly<Record<string, AlarmRow>>;

/** Rates need more data than counts: a few images are no rate. */
const MINUTES_15 = Duration.minutes(15);
const HOUR_MS = 3_600_000;

/** All alarms of a system, in data-flow order. */
export class Alarms extends Construct {
  public readonly all: Alarm[];

  constructor(scope: Construct, id: string, { parts, topic }: AlarmsProps) {
    super(scope, id);
    const tables = [apiAlarms, ingestionAlarms, workflowAlarms, functionAlarms, upkeepAlarms].map((create) => create(parts));
    const rows = Object.entries<AlarmRow>(Object.assign({}, ...tables));
    this.all = rows.map(([name, { metric, description, threshold = 1, periods = 1 }]) => new Alarm(this, name, {
      metric,
      alarmDescription: `${description} ${RUNBOOK}#${name.toLowerCase()}`,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // An idle system has no data.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }));
    for (const alarm of this.all) {
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
      else accept(alarm, hipaaAndNist('CloudWatchAlarmAction'), 'The construct does not know whom to notify: set `alarmTopic` or `alarmEmail`.');
    }
  }
}

function apiAlarms({ api, identity, platform: { system } }: MonitoredParts): AlarmTable {
  const throttles = ['SignUpThrottles', 'SignInThrottles'].map((metricName) => cognitoMetric(metricName, identity));
  return {
    ApiServerErrors: {
      metric: api.restApi.metricServerError(SUM),
      description: 'The API returned 5xx responses. See the access log for the route, then the log of its function.',
    },
    ApiSlow: {
      metric: api.restApi.metricLatency({ period: MINUTES_5, statistic: 'p95' }),
      threshold: 3_000,
      periods: 3,
      description: 'At least 5 % of API responses took three seconds or more, for 15 minutes. See the durations of its functions on the dashboard.',
    },
    AccountCallsThrottled: {
      metric: calculate(throttles, sumOf, { label: 'throttled', period: MINUTES_5 }),
      threshold: 10,
      description: 'Cognito throttled sign-ups or sign-ins, and the API asked users to wait. See the access log for where the requests come from.',
    },
    MailsRefused: {
      metric: imagesMetric(ImageMetric.MAILS_REFUSED, system),
      description: 'Cognito could not e-mail a code, so new users cannot sign up. See the log of auth-handler for whether the daily limit is reached or the sender is broken.',
    },
  };
}

function ingestionAlarms({ ingestion }: MonitoredParts): AlarmTable {
  return {
    EventDeadLetterQueueNotEmpty: {
      metric: ingestion.eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM),
      description: 'S3 events could not be queued, and their images stay pending. See the log of s3-event-handler.',
    },
    DeadLetterQueueNotEmpty: {
      metric: ingestion.deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM),
      description: 'Queued messages failed five times, and their images are not processed. See the log of orchestrator.',
    },
    QueueFallsBehind: {
      metric: ingestion.queue.metricApproximateAgeOfOldestMessage(MAXIMUM),
      threshold: 900,
      description: 'An upload has been queued for 15 minutes. See the log of orchestrator for failures, and the throttles of the functions.',
    },
  };
}

function workflowAlarms({ workflow, publication, platform: { system } }: MonitoredParts): AlarmTable {
  const ended = (...names: string[]) => names.map((name) => imagesMetric(name, system, { period: MINUTES_15 }));
  const { IMAGES_FAILED, IMAGES_READY, IMAGES_REJECTED } = ImageMetric;
  return {
    ExecutionsFailed: {
      metric: calculate([workflow, publication].map(({ stateMachine }) => stateMachine.metricFailed(SUM)), sumOf, { label: 'failed', period: MINUTES_5 }),
      description: 'Workflow executions failed after all retries, or events could not be published. See the logs of the two state machines.',
    },
    ExecutionsTimedOut: {
      metric: workflow.stateMachine.metricTimedOut(SUM),
      description: 'Workflow executions exceeded five minutes, and their images stay in processing until the sweeper retries them. See the durations of the image functions.',
    },
    ImagesFailing: {
      metric: calculate(ended(IMAGES_FAILED, IMAGES_REJECTED, IMAGES_READY), percentage(5), { label: '% failed', period: MINUTES_15 }),
      threshold: 5,
      description: 'At least 5 % of images failed in the last 15 minutes, so this is not one bad file. See the logs of the image functions.',
    },
    ImagesRejected: {
      metric: calculate(ended(IMAGES_REJECTED, IMAGES_READY), percentage(20), { label: '% rejected', period: MINUTES_15 }),
      threshold: 50,
      description: 'At least half of the uploads were rejected in the last 15 minutes: a client is broken, or someone is probing the validation. See the saved query of rejections by reason.',
    },
  };
}

/** Only the functions of the pipeline: each metric in an alarm is billed, and the other functions have alarms that cover their failures. */
function functionAlarms(parts: MonitoredParts): AlarmTable {
  const functions = pipelineOf(parts).map((handler) => handler.function);
  const formula = (label: string) => ({ label, period: MINUTES_5 });
  return {
    FunctionErrors: {
      metric: calculate(functions.map((one) => one.metricErrors(SUM)), sumOf, formula('errors')),
      threshold: 5,
      description: 'Pipeline functions failed at least five times in five minutes; retries may have recovered the images. See the saved query of errors by function.',
    },
    FunctionsThrottled: {
      metric: calculate(functions.map((one) => one.metricThrottles(SUM)), sumOf, formula('throttles')),
      periods: 3,
      description: 'Lambda throttled pipeline functions for 15 minutes: the concurrency of the account is used up. See its quota, and ingestion.maxConcurrency.',
    },
    FunctionsNearTimeout: {
      metric: calculate(functions.map((one) => one.metricDuration(MAXIMUM)), (terms) =>
        `100 * MAX([${terms.map((term, index) => `${term} / ${functions[index].timeout!.toMilliseconds()}`).join(', ')}])`, formula('% of the timeout')),
      threshold: 80,
      description: 'A pipeline function used at least 80 % of its timeout. See the durations on the dashboard for which, then its log for the images.',
    },
  };
}

function upkeepAlarms({ platform: { system }, erasure, repairs, sweeper, sweepEvery, deletions }: MonitoredParts): AlarmTable {
  return {
    SweepsFailed: {
      metric: sweeper.handler.function.metricErrors({ ...SUM, period: sweepEvery }),
      periods: 3,
      description: 'Three sweeps in a row failed, so stuck images stay pending or processing. See the log of sweeper.',
    },
    UploadsResent: {
      metric: imagesMetric(ImageMetric.UPLOADS_RESENT, system),
      threshold: 10,
      description: 'The sweeper requeued ten or more stuck uploads within five minutes: events were lost, or workflows died. See the log of sweeper for which.',
    },
    ImagesGivenUp: {
      metric: imagesMetric(ImageMetric.IMAGES_GIVEN_UP, system),
      description: 'The sweeper marked images failed after three processing attempts that never finished. See the log of sweeper for which.',
    },
    OriginalsWithoutRow: {
      metric: imagesMetric(ImageMetric.ORIGINALS_WITHOUT_ROW, system),
      description: 'The sweeper found originals without a row, which no API call can read or delete. See the log of sweeper for which.',
    },
    DeletionEventsDelayed: {
      metric: deletions.announcer.function.metric('IteratorAge', MAXIMUM),
      threshold: HOUR_MS,
      description: 'Deletion events have been failing for an hour; they are retried for twelve. See the log of deletion-announcer.',
    },
    DeletionDeadLetterQueueNotEmpty: {
      metric: deletions.deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM),
      description: 'Deletion events failed for twelve hours; the stream keeps their records for twelve more. See the log of deletion-announcer.',
    },
    ErasuresFailed: {
      metric: erasure.stateMachine.metricFailed(SUM),
      description: 'The erasure of a user failed; a repeated request resumes it. See the log of erase-user, then the execution.',
    },
    RepairsFailed: {
      metric: repairs.stateMachine.metricFailed(SUM),
      description: 'A repair failed; starting it again resumes it. See the log of repair, then the execution.',
    },
  };
}

function cognitoMetric(metricName: string, { userPool, client }: MonitoredParts['identity']): Metric {
  return new Metric({
    ...SUM, namespace: 'AWS/Cognito', metricName, dimensionsMap: { UserPool: userPool.userPoolId, UserPoolClient: client.userPoolClientId },
  });
}

/** The first term in percent of all; 0 below a minimum count, because one failed image of two is no rate. */
function percentage(minimum: number): (terms: string[]) => string {
  return (terms) => `IF(${terms[0]} >= ${minimum}, 100 * ${terms[0]} / (${sumOf(terms)}), 0)`;
}

export interface AlarmTopicProps {
  readonly topic?: ITopic;
  readonly email?: string;
  readonly key: IKey;
}

/** The topic that alarms notify: the given one, or a new one for the e-mail address; `undefined` without either. */
export function createAlarmTopic(scope: Construct, id: string, { topic, email, key }: AlarmTopicProps): ITopic | undefined {
  if (email === undefined) return topic;
  if (!Token.isUnresolved(email) && !/^[^@\s]+@[^@\s]+$/.test(email)) fail('alarmEmail', 'an e-mail address', `'${email}'`);
  const subscribed = topic ?? createTopic(scope, id, key);
  subscribed.addSubscription(new EmailSubscription(email));
  return subscribed;
}

function createTopic(scope: Construct, id: string, masterKey: IKey): Topic {
  const topic = new Topic(scope, id, { masterKey, enforceSSL: true });
  // An explicit policy replaces the default one, which would let the account's alarms publish.
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }));
  return topic;
}
