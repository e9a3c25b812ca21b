import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { accept, hipaaAndNist } from '../accepted-findings';
import { Api } from '../api/api';
import { Erasure } from '../erasure/erasure';
import { HandlerFunction } from '../functions/handler-function';
import { Ingestion } from '../ingestion';
import { Repairs } from '../repairs/repairs';
import { Sweeper } from '../sweeper';
import { Workflow } from '../workflow/workflow';

export interface AlarmsProps {
  readonly api: Api;
  readonly ingestion: Ingestion;
  readonly workflow: Workflow;
  readonly erasure: Erasure;
  readonly repairs: Repairs;
  readonly sweeper: Sweeper;
  readonly sweepEvery: Duration;
  readonly announcer: HandlerFunction;
  readonly topic?: ITopic;
}

const HOUR_MS = 3_600_000;

/** What someone has to look at. docs/runbook.md has a heading for each id. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, private readonly props: AlarmsProps) {
    super(scope, id);
    const { api, ingestion, workflow, erasure, repairs, sweeper, sweepEvery, announcer } = props;
    const sum = { period: Duration.minutes(5), statistic: 'Sum' };
    const held = { period: Duration.minutes(5), statistic: 'Maximum' };
    this.add('EventDeadLetterQueueNotEmpty', ingestion.eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible(held),
      'Uploads were reported by S3 but could not be queued: their images stay pending. See the log of s3-event-handler.');
    this.add('DeadLetterQueueNotEmpty', ingestion.deadLetterQueue.metricApproximateNumberOfMessagesVisible(held),
      'Queued uploads could not be started after five tries: their images are not processed. See the log of orchestrator.');
    this.add('ExecutionsFailed', workflow.stateMachine.metricFailed(sum),
      'The workflow failed for some images, after its retries: they have the status failed. See the log of the workflow.');
    this.add('ExecutionsTimedOut', workflow.stateMachine.metricTimedOut(sum),
      'The workflow took longer than five minutes for some images: they stay in processing until the sweeper takes them up. See the durations of the image functions.');
    this.add('ApiServerErrors', api.restApi.metricServerError(sum),
      'The API answered requests with a 5xx status. See the access log for the route, then the log of its function.');
    this.add('ErasuresFailed', erasure.stateMachine.metricFailed(sum),
      'The erasure of a user broke off: it goes on when it is asked for again. See the log of erase-user, then the execution.');
    this.add('RepairsFailed', repairs.stateMachine.metricFailed(sum),
      'A repair broke off: another one goes on. See the log of repair, then the execution.');
    this.add('SweepsFailed', sweeper.handler.function.metricErrors({ ...sum, period: sweepEvery }),
      'Three sweeps in a row failed at some images: those that got stuck stay pending or processing. See the log of sweeper.', 3);
    this.add('DeletionsNotTold', announcer.function.metric('IteratorAge', held),
      'Consumers were not told of deletions for an hour: the stream keeps them for a day. See the log of deletion-announcer.', 1, HOUR_MS);
  }

  /** Goes off where so many periods in a row reach the threshold. */
  private add(id: string, metric: IMetric, alarmDescription: string, evaluationPeriods = 1, threshold = 1): void {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription,
      threshold,
      evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Nothing to count is what a quiet system looks like.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.props.topic) alarm.addAlarmAction(new SnsAction(this.props.topic));
    else accept(alarm, hipaaAndNist('CloudWatchAlarmAction'), 'Whom to tell is not known here: `alarmTopic` names a topic for all alarms.');
  }
}
