import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ImageManagementSystem } from '../../src';
import { text, texts } from '../support/json';
import { createStack, read, synthesize } from '../support/synth';

const stack = synthesize();
/** Name, metric, statistic, and where they are not 1: periods, threshold. */
const ALARMS: [string, string, string, number?, number?][] = [
  ['EventDeadLetterQueueNotEmpty', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
  ['AlarmsDeadLetterQueueNotEmpty', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
  ['ExecutionsFailed', 'ExecutionsFailed', 'Sum'],
  ['ExecutionsTimedOut', 'ExecutionsTimedOut', 'Sum'],
  ['ApiServerErrors', '5XXError', 'Sum'],
  ['ErasuresFailed', 'ExecutionsFailed', 'Sum'],
  ['RepairsFailed', 'ExecutionsFailed', 'Sum'],
  ['SweepsFailed', 'Errors', 'Sum', 3],
  ['DeletionsNotTold', 'IteratorAge', 'Maximum', 1, 3_600_000],
];

describe('the alarms', () => {
  test.each(ALARMS)('%s goes off in time, not at silence, and says where to look', (id, metricName, statistic, periods = 1, threshold = 1) => {
    const { properties } = stack.one('AWS::CloudWatch::Alarm', id);
    expect(properties).toMatchObject({
      MetricName: metricName,
      Statistic: statistic,
      Period: 300,
      Threshold: threshold,
      EvaluationPeriods: periods,
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

test('docs/runbook.md has a heading for each alarm, and for no other', () => {
  const runbook = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
  const [, alarms] = /\n## Alarms\n([^]*?)\n## /.exec(runbook)!;
  const ids = stack.ofType('AWS::CloudWatch::Alarm').map(({ id }) => /Alarms(\w+?)[0-9A-F]{8}$/.exec(id)![1]);
  expect([...alarms.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading).sort()).toEqual(ids.sort());
});
