import { Aws, Token } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { fail } from '../options/check';

export interface AlarmTopicProps {
  readonly topic?: ITopic;
  readonly email?: string;
  readonly key: IKey;
}

/** The topic that alarms tell: the one that was brought along, or one for the address. `undefined` where there is neither. */
export function createAlarmTopic(scope: Construct, id: string, { topic, email, key }: AlarmTopicProps): ITopic | undefined {
  if (email === undefined) return topic;
  if (!Token.isUnresolved(email) && !/^[^@\s]+@[^@\s]+$/.test(email)) fail('alarmEmail', 'an e-mail address', `'${email}'`);
  const told = topic ?? createTopic(scope, id, key);
  told.addSubscription(new EmailSubscription(email));
  return told;
}

function createTopic(scope: Construct, id: string, masterKey: IKey): Topic {
  const topic = new Topic(scope, id, { masterKey, enforceSSL: true });
  // A policy of one's own takes the place of the default, which would let the account's alarms in.
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }));
  return topic;
}
