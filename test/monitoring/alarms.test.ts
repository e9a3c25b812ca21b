import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { at, Json, list, text, texts } from '../../projenrc/templates/json';
import { createStack, read, Resource, synthesize } from '../../projenrc/templates/synth';
import { ImageManagementSystem, Watermark } from '../../src';
import { RUNBOOK } from '../../src/monitoring/alarms';

const stack = synthesize({ watermark: Watermark.text('©') });
const alarms = stack.ofType('AWS::CloudWatch::Alarm');
const nameOf = ({ id }: Resource) => /Alarms(\w+?)[0-9A-F]{8}$/.exec(id)![1];
const alarmNamed = (name: string) => alarms.find((alarm) => nameOf(alarm) === name)!.properties;

/** Metric, statistic, and where they are not 1: periods, threshold. */
const OF_ONE_METRIC: Readonly<Record<string, readonly [string, string, number?, number?]>> = {
  ApiServerErrors: ['5XXError', 'Sum'],
  ApiSlow: ['Latency', 'p95', 3, 3_000],
  MailsRefused: ['MailsRefused', 'Sum'],
  EventDeadLetterQueueNotEmpty: ['ApproximateNumberOfMessagesVisible', 'Maximum'],
  DeadLetterQueueNotEmpty: ['ApproximateNumberOfMessagesVisible', 'Maximum'],
  QueueFallsBehind: ['ApproximateAgeOfOldestMessage', 'Maximum', 1, 900],
  ExecutionsTimedOut: ['ExecutionsTimedOut', 'Sum'],
  SweepsFailed: ['Errors', 'Sum', 3],
  UploadsResent: ['UploadsResent', 'Sum', 1, 10],
  ImagesGivenUp: ['ImagesGivenUp', 'Sum'],
  OriginalsWithoutRow: ['OriginalsWithoutRow', 'Sum'],
  DeletionEventsDelayed: ['IteratorAge', 'Maximum', 1, 3_600_000],
  DeletionDeadLetterQueueNotEmpty: ['ApproximateNumberOfMessagesVisible', 'Maximum'],
  ErasuresFailed: ['ExecutionsFailed', 'Sum'],
  RepairsFailed: ['ExecutionsFailed', 'Sum'],
};

/** Formula, metrics in it, and where they are not 1: periods, threshold. */
const OF_SEVERAL: Readonly<Record<string, readonly [string, string[], number?, number?]>> = {
  AccountCallsThrottled: ['FILL(throttled_0, 0) + FILL(throttled_1, 0)', ['SignUpThrottles', 'SignInThrottles'], 1, 10],
  ImagesFailing: [
    'IF(FILL(failed_0, 0) >= 5, 100 * FILL(failed_0, 0) / (FILL(failed_0, 0) + FILL(failed_1, 0) + FILL(failed_2, 0)), 0)', ['ImagesFailed', 'ImagesRejected', 'ImagesReady'], 1, 5,
  ],
  ImagesRejected: ['IF(FILL(rejected_0, 0) >= 20, 100 * FILL(rejected_0, 0) / (FILL(rejected_0, 0) + FILL(rejected_1, 0)), 0)', ['ImagesRejected', 'ImagesReady'], 1, 50],
  ExecutionsFailed: ['FILL(failed_0, 0) + FILL(failed_1, 0)', ['ExecutionsFailed', 'ExecutionsFailed']],
  FunctionErrors: ['FILL(errors_0, 0) + FILL(errors_1, 0) + FILL(errors_2, 0) + FILL(errors_3, 0) + FILL(errors_4, 0) + FILL(errors_5, 0)', Array(6).fill('Errors'), 1, 5],
  FunctionsThrottled: ['FILL(throttles_0, 0) + FILL(throttles_1, 0) + FILL(throttles_2, 0) + FILL(throttles_3, 0) + FILL(throttles_4, 0) + FILL(throttles_5, 0)', Array(6).fill('Throttles'), 3],
  FunctionsNearTimeout: [
    '100 * MAX([FILL(ofthetimeout_0, 0) / 10000, FILL(ofthetimeout_1, 0) / 30000, FILL(ofthetimeout_2, 0) / 15000, FILL(ofthetimeout_3, 0) / 30000, FILL(ofthetimeout_4, 0) / 30000, FILL(ofthetimeout_5, 0) / 15000])', Array(6).fill('Duration'), 1, 80,
  ],
};

describe('the alarms', () => {
  test('are these', () => {
    expect(alarms.map(nameOf).sort()).toEqual([...Object.keys(OF_ONE_METRIC), ...Object.keys(OF_SEVERAL)].sort());
  });

  test.each(Object.entries(OF_ONE_METRIC))('%s goes off in time', (name, [MetricName, statistic, EvaluationPeriods = 1, Threshold = 1]) => {
    const { Statistic, ExtendedStatistic, ...properties } = alarmNamed(name);
    expect(properties).toMatchObject({ MetricName, Period: 300, Threshold, EvaluationPeriods });
    expect(Statistic ?? ExtendedStatistic).toBe(statistic);
  });

  test.each(Object.entries(OF_SEVERAL))('%s goes off in time', (name, [formula, metricNames, EvaluationPeriods = 1, Threshold = 1]) => {
    const { Metrics, ...properties } = alarmNamed(name);
    expect(properties).toMatchObject({ Threshold, EvaluationPeriods });
    const [expression, ...metrics] = list(Metrics);
    expect(at(expression, 'Expression')).toBe(formula);
    expect(metrics.map((metric) => at(metric, 'MetricStat', 'Metric', 'MetricName'))).toEqual(metricNames);
    // CloudWatch takes no more in one alarm.
    expect(metrics.length).toBeLessThanOrEqual(10);
  });

  test.each(alarms.map((alarm) => [nameOf(alarm), alarm.properties] as const))('%s stays quiet at silence, says where to look, and leads to its heading', (name, properties) => {
    expect(properties).toMatchObject({ TreatMissingData: 'notBreaching', ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    const [, sentence, link] = /^(.+\.) (https:\S+)$/.exec(text(properties.AlarmDescription))!;
    expect(sentence).toMatch(/^[A-Z][^.]+\. See (?:the|its) [^.]+(?:\.\w+)?\.$/);
    expect(link).toBe(`${RUNBOOK}#${name.toLowerCase()}`);
    expect(text(properties.AlarmDescription).length).toBeLessThanOrEqual(1024);
  });

  test('lead to the repository of the package', () => {
    const { repository } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { repository: { url: string } };
    expect(RUNBOOK).toBe(`${repository.url.replace(/\.git$/, '')}/blob/main/docs/runbook.md`);
  });

  test('watch this system alone', () => {
    const dimensions = alarms.flatMap(metricsOf).map((metric) => list(at(metric, 'Dimensions')).map((dimension) => text(at(dimension, 'Value'))));
    expect(dimensions.length).toBeGreaterThan(30);
    for (const values of dimensions) expect(values.some((value) => /Images/.test(value))).toBe(true);
  });

  test('cost what docs/monitoring.md says: ten cents a month for each metric', () => {
    const cents = 10 * alarms.flatMap(metricsOf).length;
    const without = 10 * synthesize().ofType('AWS::CloudWatch::Alarm').flatMap(metricsOf).length;
    const page = readFileSync(join(__dirname, '../../docs/monitoring.md'), 'utf8');
    expect(page).toContain(`$${(cents / 100).toFixed(2)} a month ($${(without / 100).toFixed(2)} without a watermark)`);
  });

  test('follow the rhythm of the sweeper', () => {
    const other = synthesize({ sweep: { every: Duration.minutes(30) } });
    expect(other.one('AWS::CloudWatch::Alarm', 'SweepsFailed').properties.Period).toBe(1800);
  });

  // holds: promise.bring-your-own
  test('tell nobody by default, and the topic where there is one', () => {
    for (const { properties } of alarms) expect(properties.AlarmActions).toBeUndefined();
    const told = createStack();
    new ImageManagementSystem(told, 'Images', { alarmTopic: new Topic(told, 'Topic') });
    const all = read(told).ofType('AWS::CloudWatch::Alarm');
    expect(all).toHaveLength(alarms.length);
    for (const { properties } of all) expect(texts(properties.AlarmActions)).toEqual([expect.stringMatching(/^<Topic/)]);
  });
});

// holds: promise.operations, threat.events.lost-event, threat.workflow.failed-step
test('docs/runbook.md has a heading for each alarm, and for no other', () => {
  const runbook = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
  const [, section] = /\n## Alarms\n([^]*?)\n## /.exec(runbook)!;
  expect([...section.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading).sort()).toEqual(alarms.map(nameOf).sort());
});

/** Every metric that an alarm reads: what it is billed by. */
function metricsOf({ properties }: Resource): Json[] {
  if (properties.Metrics === undefined) return [properties];
  return list(properties.Metrics).flatMap((entry) => at(entry, 'MetricStat', 'Metric') ?? []);
}
