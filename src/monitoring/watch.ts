import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { createAlarmTopic } from './alarm-topic';
import { Alarms } from './alarms';
import { createDashboard } from './dashboard';
import { SavedQueries } from './saved-queries';
import { Watched } from './watched';

export interface WatchProps {
  readonly alarmTopic?: ITopic;
  readonly alarmEmail?: string;
}

/** All that watches a system. Their ids are below the system's own: an alarm's name ends in its id. */
export function watch(scope: Construct, parts: Watched, { alarmTopic, alarmEmail }: WatchProps): { topic?: ITopic; dashboard: Dashboard } {
  const topic = createAlarmTopic(scope, 'AlarmTopic', { topic: alarmTopic, email: alarmEmail, key: parts.platform.encryptionKey });
  const alarms = new Alarms(scope, 'Alarms', { watched: parts, topic });
  new SavedQueries(scope, 'Queries', parts);
  return { topic, dashboard: createDashboard(scope, 'Dashboard', parts, alarms.all) };
}
