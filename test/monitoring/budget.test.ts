import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { at, list, text } from '../../projenrc/templates/json';
import { createStack, read, synthError, Synthesized, synthesize, toStatements } from '../../projenrc/templates/synth';
import { BudgetOptions, ImageManagementSystem } from '../../src';

function withTopic(budget: BudgetOptions): Synthesized {
  const stack: Stack = createStack();
  const topic = new Topic(stack, 'Topic');
  new ImageManagementSystem(stack, 'Images', { alarmTopic: topic, budget });
  return read(stack);
}

describe('a budget', () => {
  const stack = withTopic({ monthlyLimitUsd: 73 });
  const alarm = stack.one('AWS::CloudWatch::Alarm', 'SpendingAboveBudget').properties;

  test('is an alarm on a day\'s share of the limit, which goes to the topic', () => {
    expect(alarm).toMatchObject({
      Threshold: 73 / (730 / 24), EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching',
    });
    expect(list(alarm.AlarmActions).map(text)).toEqual([expect.stringMatching(/^<Topic/)]);
  });

  test('adds up images, views, what is stored and what is there anyway, of this system alone and by the day', () => {
    const metrics = list(alarm.Metrics);
    const [expression] = metrics.filter((metric) => at(metric, 'Expression') !== undefined);
    expect(at(expression, 'Expression')).toMatch(/^1\.\d{6} \+ \(FILL\(ready, 0\) \+ FILL\(rejected, 0\)\) \* 0\.000\d+ \+ IF\(.* > 0, .*, 0\) \* 0\.000\d+ \+ .* \* 0\.0{11}\d+$/);
    const counted = metrics.filter((metric) => at(metric, 'MetricStat') !== undefined);
    expect(counted.map((metric) => text(at(metric, 'MetricStat', 'Metric', 'MetricName'))).sort())
      .toEqual(['BucketSizeBytes', 'BucketSizeBytes', 'Count', 'ImagesReady', 'ImagesRejected']);
    for (const metric of counted) {
      expect(at(metric, 'MetricStat', 'Period')).toBe(86_400);
      expect(text(at(metric, 'MetricStat', 'Metric', 'Dimensions', 0, 'Value'))).toMatch(/Images/);
    }
  });

  test('asks nothing of AWS Budgets, and leaves topic and tags alone, unless a tag is given', () => {
    expect(stack.ofType('AWS::Budgets::Budget')).toEqual([]);
    expect(stack.ofType('AWS::SNS::TopicPolicy')).toEqual([]);
    expect(stack.one('AWS::KMS::Key').properties.Tags).toBeUndefined();
  });

  test('has a heading in docs/runbook.md', () => {
    expect(readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8')).toContain('\n### SpendingAboveBudget\n');
  });

  test('is not there by default', () => {
    expect(synthesize().resources.filter(({ id }) => id.includes('Budget'))).toEqual([]);
  });
});

describe('a budget with a tag', () => {
  const stack = withTopic({ monthlyLimitUsd: 50, costAllocationTag: 'image-system', emails: ['boss@example.com'] });
  const tag = { Key: 'image-system', Value: expect.stringMatching(/Images/) };

  test('is one of AWS Budgets over everything that bears the tag', () => {
    const { properties } = stack.one('AWS::Budgets::Budget');
    const key = list(stack.one('AWS::KMS::Key').properties.Tags)[0];
    expect(key).toEqual(tag);
    for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Lambda::Function', 'AWS::EC2::VPCEndpoint', 'AWS::ApiGateway::RestApi']) {
      for (const { id, properties: { Tags } } of stack.ofType(type)) expect([id, Tags]).toEqual([id, expect.arrayContaining([key])]);
    }
    expect(at(properties, 'Budget')).toEqual({
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 50, Unit: 'USD' },
      CostFilters: { TagKeyValue: [`user:image-system$${text(at(key, 'Value'))}`] },
    });
  });

  test('tells topic and addresses when forecast or bill go beyond the limit', () => {
    const told = list(stack.one('AWS::Budgets::Budget').properties.NotificationsWithSubscribers);
    expect(told.map((one) => at(one, 'Notification', 'NotificationType'))).toEqual(['FORECASTED', 'ACTUAL']);
    for (const one of told) {
      expect(list(at(one, 'Subscribers')).map((subscriber) => [at(subscriber, 'SubscriptionType'), text(at(subscriber, 'Address'))]))
        .toEqual([['SNS', expect.stringMatching(/^<Topic/)], ['EMAIL', 'boss@example.com']]);
    }
  });

  test('may publish to the topic, for this account alone, and takes that from no alarm', () => {
    const statements = toStatements(stack.one('AWS::SNS::TopicPolicy').properties.PolicyDocument);
    expect(statements.map(({ principal, actions, conditions }) => [at(principal, 'Service'), actions, text(at(conditions, 'StringEquals', 'aws:SourceAccount')),
      text(at(conditions, 'ArnLike', 'aws:SourceArn'))])).toEqual([
      ['budgets.amazonaws.com', ['sns:Publish'], '<AWS::AccountId>', 'arn:<AWS::Partition>:budgets::<AWS::AccountId>:*'],
      ['cloudwatch.amazonaws.com', ['sns:Publish'], '<AWS::AccountId>', 'arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*'],
    ]);
  });

  test('may use the key, which may be the topic\'s', () => {
    const statements = toStatements(stack.one('AWS::KMS::Key').properties.KeyPolicy);
    expect(statements.filter(({ principal }) => at(principal, 'Service') === 'budgets.amazonaws.com')).toMatchObject([{
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'], conditions: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }]);
  });
});

test.each<[BudgetOptions, string]>([
  [{ monthlyLimitUsd: 0 }, 'budget.monthlyLimitUsd must be between 0.01 and 1000000000, got 0'],
  [{ monthlyLimitUsd: 9, emails: ['a@example.com'] },
    'budget.emails must be omitted without budget.costAllocationTag, got 1; subscribe the addresses to alarmTopic instead'],
  [{ monthlyLimitUsd: 9, costAllocationTag: 'team' }, 'budget.costAllocationTag must be used with alarmTopic, alarmEmail or budget.emails, got neither; set at least one of them'],
  [{ monthlyLimitUsd: 9, costAllocationTag: 'aws:team' },
    'budget.costAllocationTag must be a tag key: 1 to 128 letters, digits, spaces and _.:/=+-@, not starting with "aws:", got \'aws:team\''],
  [{ monthlyLimitUsd: 9, costAllocationTag: 'team', emails: Array.from({ length: 11 }, (_, index) => `${index}@example.com`) },
    'budget.emails must be at most 10, got 11; subscribe the others to alarmTopic'],
])('rejects %o', (budget, message) => {
  expect(synthError(() => ({ budget }))).toBe(message);
});

test('a budget with a tag notifies the topic that is made for alarmEmail', () => {
  const budget = { monthlyLimitUsd: 9, costAllocationTag: 'team' };
  expect(synthError(() => ({ budget, alarmEmail: 'on-call@example.com' }))).toBe('no error');
});
