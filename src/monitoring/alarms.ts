import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { accept, hipaaAndNist } from '../accepted-findings';
import { alarmTable } from './alarm-table';
import { Watched } from './watched';

export interface AlarmsProps {
  readonly watched: Watched;
  readonly topic?: ITopic;
}

/** A heading of it tells what an alarm means and what to do. */
export const RUNBOOK = 'https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/runbook.md';

/** What someone has to look at. */
export class Alarms extends Construct {
  /** In the order of the data. */
  public readonly all: Alarm[];

  constructor(scope: Construct, id: string, { watched, topic }: AlarmsProps) {
    super(scope, id);
    this.all = Object.entries(alarmTable(watched)).map(([name, { metric, says, threshold = 1, periods = 1 }]) => new Alarm(this, name, {
      metric,
      alarmDescription: `${says} ${RUNBOOK}#${name.toLowerCase()}`,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Nothing to count is what a quiet system looks like.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }));
    for (const alarm of this.all) {
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
      else accept(alarm, hipaaAndNist('CloudWatchAlarmAction'), 'Whom to tell is not known here: `alarmTopic` names a topic for all alarms, `alarmEmail` an address.');
    }
  }
}
