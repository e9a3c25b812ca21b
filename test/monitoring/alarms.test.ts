import { Topic } from 'aws-cdk-lib/aws-sns';
import { ImageManagementSystem } from '../../src';
import { text, texts } from '../support/json';
import { createStack, read, synthesize } from '../support/synth';

const stack = synthesize();
const ALARMS = [
  ['EventDeadLetterQueueNotEmpty', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
  ['AlarmsDeadLetterQueueNotEmpty', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
  ['ExecutionsFailed', 'ExecutionsFailed', 'Sum'],
  ['ExecutionsTimedOut', 'ExecutionsTimedOut', 'Sum'],
  ['ApiServerErrors', '5XXError', 'Sum'],
];

describe('the alarms', () => {
  test.each(ALARMS)('%s goes off at the first one, not at silence, and says where to look', (id, metricName, statistic) => {
    const { properties } = stack.one('AWS::CloudWatch::Alarm', id);
    expect(properties).toMatchObject({
      MetricName: metricName,
      Statistic: statistic,
      Period: 300,
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(properties.AlarmDescription).toMatch(/See the .+\.$/);
  });

  test('watch this system alone', () => {
    const dimensions = stack.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => (properties.Dimensions as { Value: never }[]).map(({ Value }) => text(Value)));
    for (const [value] of dimensions) expect(value).toMatch(/Images/);
  });

  test('tell nobody by default, and the topic where there is one', () => {
    for (const { properties } of stack.ofType('AWS::CloudWatch::Alarm')) expect(properties.AlarmActions).toBeUndefined();
    const told = createStack();
    new ImageManagementSystem(told, 'Images', { alarmTopic: new Topic(told, 'Topic') });
    const alarms = read(told).ofType('AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(ALARMS.length);
    for (const { properties } of alarms) expect(texts(properties.AlarmActions)).toEqual([expect.stringMatching(/^<Topic/)]);
  });
});
