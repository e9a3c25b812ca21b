import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Api } from '../api/api';
import { Ingestion } from '../ingestion';
import { Workflow } from '../workflow/workflow';

export interface AlarmsProps {
  readonly api: Api;
  readonly ingestion: Ingestion;
  readonly workflow: Workflow;
  readonly topic?: ITopic;
}

/** What someone has to look at. docs/runbook.md has a heading for each id. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, private readonly props: AlarmsProps) {
    super(scope, id);
    const { api, ingestion, workflow } = props;
    const sum = { period: Duration.minutes(5), statistic: 'Sum' };
    const held = { period: Duration.minutes(5), statistic: 'Maximum' };
    this.add('EventDeadLetterQueueNotEmpty', ingestion.eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible(held),
      'Uploads were reported by S3 but could not be queued: their images stay pending. See the log of s3-event-handler.');
    this.add('DeadLetterQueueNotEmpty', ingestion.deadLetterQueue.metricApproximateNumberOfMessagesVisible(held),
      'Queued uploads could not be started after five tries: their images are not processed. See the log of orchestrator.');
    this.add('ExecutionsFailed', workflow.stateMachine.metricFailed(sum),
      'The workflow failed for some images, after its retries: they have the status failed. See the log of the workflow.');
    this.add('ExecutionsTimedOut', workflow.stateMachine.metricTimedOut(sum),
      'The workflow took longer than five minutes for some images: they stay in processing. See the durations of the image functions.');
    this.add('ApiServerErrors', api.restApi.metricServerError(sum),
      'The API answered requests with a 5xx status. See the access log for the route, then the log of its function.');
  }

  private add(id: string, metric: IMetric, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Nothing to count is what a quiet system looks like.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.props.topic) alarm.addAlarmAction(new SnsAction(this.props.topic));
  }
}
