import { Duration, Lazy } from 'aws-cdk-lib';
import { at, JsonObject, text } from '../projenrc/templates/json';
import { synthError, synthesize } from '../projenrc/templates/synth';
import { SweepOptions } from '../src';

const stack = synthesize();
const sweeper = stack.functionNamed('sweeper');

describe('the sweeper', () => {
  test('runs every five minutes, and is not tried again before its next run', () => {
    const { properties } = stack.one('AWS::Events::Rule', 'Sweeper');
    expect(properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED', Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }] });
    expect(text(at(properties, 'Targets', 0, 'Arn'))).toBe(`<${sweeper.id}.Arn>`);
    expect(stack.one('AWS::Lambda::EventInvokeConfig', 'Sweeper').properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  });

  test('ends before the shortest time to its next run is over', () => {
    expect(sweeper.properties.Timeout).toBe(60);
  });

  test('looks at what nothing happened to for 15 minutes', () => {
    expect(stack.environmentOf('sweeper')).toMatchObject({ SWEEP_AFTER_SECONDS: '900', SWEEP_EVERY_SECONDS: '300' });
  });

  // holds: threat.operator.excess-sweeper
  test('may read the index of unfinished images, change rows, list originals, and hand images on', () => {
    const calls = stack.statementsOf(stack.roleOf(sweeper))
      .map(({ actions, resources }) => [actions, resources]).filter(([actions]) => /^(?:dynamodb|s3|sqs|states):/.test(actions[0]));
    expect(calls).toEqual([
      [['dynamodb:Query'], [expect.stringMatching(/Table\w+\.Arn>\/index\/unfinished$/)]],
      [['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'], [expect.stringMatching(/Table\w+\.Arn>$/)]],
      [['dynamodb:GetItem'], [expect.stringMatching(/Table\w+\.Arn>$/)]],
      [['s3:ListBucket'], [expect.stringMatching(/InputBucket\w+\.Arn>$/)]],
      [['sqs:SendMessage'], [expect.stringMatching(/IngestionQueue\w+\.Arn>$/)]],
      [['states:StartExecution'], [expect.stringContaining('PublicationStateMachine')]],
    ]);
    const listing = stack.statementsOf(stack.roleOf(sweeper)).find(({ actions }) => actions.includes('s3:ListBucket'))!;
    expect(listing.conditions).toEqual({ StringLike: { 's3:prefix': ['uploads/*'] } });
    const note = stack.statementsOf(stack.roleOf(sweeper)).find(({ actions }) => actions.includes('dynamodb:GetItem'))!;
    expect(note.conditions).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['sweep#*'] } });
  });
});

describe('the options of the sweeper', () => {
  test('set its rhythm, and that of its alarm', () => {
    const other = synthesize({ sweep: { every: Duration.minutes(1), after: Duration.hours(1) } });
    expect(other.one('AWS::Events::Rule', 'Sweeper').properties.ScheduleExpression).toBe('rate(1 minute)');
    expect(other.environmentOf('sweeper')).toMatchObject({ SWEEP_AFTER_SECONDS: '3600', SWEEP_EVERY_SECONDS: '60' });
    expect(other.one('AWS::CloudWatch::Alarm', 'SweepsFailed').properties.Period).toBe(60);
  });

  test.each<[string, SweepOptions, string]>([
    ['no time between sweeps', { every: Duration.seconds(0) }, 'sweep.every (in minutes) must be between 1 and 60, got 0'],
    ['a day between sweeps', { every: Duration.days(1) }, 'sweep.every (in minutes) must be between 1 and 60, got 1440'],
    ['half minutes', { every: Duration.seconds(90) }, 'sweep.every (in minutes) must be a whole number between 1 and 60, got 1.5'],
    ['less patience than a workflow may take', { after: Duration.minutes(9) }, 'sweep.after (in minutes) must be between 10 and 1440, got 9'],
    ['more than a day of patience', { after: Duration.days(2) }, 'sweep.after (in minutes) must be between 10 and 1440, got 2880'],
    ['a time that is known after deployment', { after: Duration.minutes(Lazy.number({ produce: () => 20 })) },
      'sweep.after must be known at synth, got a token (a value that exists only after deployment); write the duration itself'],
  ])('reject %s', (_what, sweep, message) => {
    expect(synthError(() => ({ sweep }))).toBe(message);
  });

  test('leave the workflow and a redelivered message enough time at their least', () => {
    const minutes = 10;
    const definition = text(stack.one('AWS::StepFunctions::StateMachine', 'Workflow').properties.DefinitionString);
    const workflow = Number(at(JSON.parse(definition) as JsonObject, 'TimeoutSeconds'));
    const redelivery = Number(stack.one('AWS::SQS::Queue', 'IngestionQueue').properties.VisibilityTimeout);
    expect(synthError(() => ({ sweep: { after: Duration.minutes(minutes) } }))).toBe('no error');
    expect(minutes * 60).toBeGreaterThan(workflow + redelivery);
  });
});
