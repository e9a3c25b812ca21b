import { at, text } from '../projenrc/templates/json';
import { synthesize, toStatements } from '../projenrc/templates/synth';

const stack = synthesize();
const queue = stack.one('AWS::SQS::Queue', 'IngestionQueue');
const deadLetters = stack.one('AWS::SQS::Queue', 'IngestionDeadLetterQueue');
const eventDeadLetters = stack.one('AWS::SQS::Queue', 'EventDeadLetterQueue');
const handler = stack.functionNamed('s3-event-handler');
const { properties: rule, id: ruleId } = stack.one('AWS::Events::Rule', 'ObjectCreated');

describe('the rule', () => {
  // holds: threat.events.forged-event
  test('takes the objects that clients upload to this input bucket', () => {
    expect(rule.EventPattern).toEqual({
      'source': ['aws.s3'],
      'detail-type': ['Object Created'],
      'detail': { bucket: { name: [{ Ref: stack.one('AWS::S3::Bucket', 'InputBucket').id }] }, object: { key: [{ prefix: 'uploads/' }] } },
    });
  });

  // holds: threat.events.lost-event
  test('starts the event handler, tries for six hours and then keeps the event', () => {
    const [target] = rule.Targets as [object];
    expect(text(at(target as never, 'Arn'))).toBe(`<${handler.id}.Arn>`);
    expect(target).toMatchObject({ RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 } });
    expect(text(at(target as never, 'DeadLetterConfig', 'Arn'))).toBe(`<${eventDeadLetters.id}.Arn>`);
  });

  // holds: threat.queue.foreign-sender
  test('alone may put events into the dead-letter queue', () => {
    const policy = stack.one('AWS::SQS::QueuePolicy', 'EventDeadLetterQueue').properties.PolicyDocument;
    const allowed = toStatements(policy).filter(({ effect }) => effect === 'Allow');
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({ actions: ['sqs:SendMessage'], principal: { Service: 'events.amazonaws.com' } });
    expect(text(at(allowed[0].conditions, 'ArnEquals', 'aws:SourceArn'))).toBe(`<${ruleId}.Arn>`);
  });

  // holds: threat.events.foreign-rule
  test('alone may start the event handler', () => {
    const permission = stack.ofType('AWS::Lambda::Permission').filter(({ properties }) => text(properties.FunctionName) === `<${handler.id}.Arn>`);
    expect(permission).toHaveLength(1);
    expect(permission[0].properties).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' });
    expect(text(permission[0].properties.SourceArn)).toBe(`<${ruleId}.Arn>`);
  });
});

// holds: threat.event-handler.failed-event
test('an event that the handler fails at three times is kept', () => {
  const { properties } = stack.one('AWS::Lambda::EventInvokeConfig', 'S3EventHandler');
  expect(text(properties.FunctionName)).toBe(`<${handler.id}>`);
  expect(properties.MaximumRetryAttempts).toBe(2);
  expect(text(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'))).toBe(`<${eventDeadLetters.id}.Arn>`);
});

describe('the queue', () => {
  // holds: threat.queue.untraced-message
  test('gives a message five tries, then moves it to the dead-letter queue, where it stays for two weeks', () => {
    expect(at(queue.properties, 'RedrivePolicy', 'maxReceiveCount')).toBe(5);
    expect(text(at(queue.properties, 'RedrivePolicy', 'deadLetterTargetArn'))).toBe(`<${deadLetters.id}.Arn>`);
    for (const { properties } of [deadLetters, eventDeadLetters]) expect(properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  // holds: threat.orchestrator.burst
  test('feeds the orchestrator in batches whose messages fail one by one', () => {
    expect(stack.one('AWS::Lambda::EventSourceMapping', 'Orchestrator').properties).toMatchObject({
      BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 10 },
    });
  });
});

// holds: threat.event-handler.lateral-movement
test('each function knows what it is to write to, and no more', () => {
  expect(Object.keys(stack.environmentOf('s3-event-handler')).sort()).toEqual(['POWERTOOLS_SERVICE_NAME', 'QUEUE_URL', 'SYSTEM']);
  expect(Object.keys(stack.environmentOf('orchestrator')).sort())
    .toEqual(['INPUT_BUCKET', 'POWERTOOLS_SERVICE_NAME', 'PUBLICATION_STATE_MACHINE_ARN', 'STATE_MACHINE_ARN', 'SYSTEM', 'TABLE_NAME', 'UNKNOWN_UPLOADS']);
});

// holds: threat.orchestrator.lateral-movement
test('the orchestrator may read and update rows, remove an original without an image, and start both state machines', () => {
  const statements = stack.statementsOf(stack.roleOf(stack.functionNamed('orchestrator')));
  const calls = statements.flatMap(({ actions, resources }) => actions.map((action) => [action, ...resources]));
  expect(calls.filter(([action]) => /^(?:dynamodb|s3|states):/.test(action))).toEqual([
    ['dynamodb:GetItem', expect.stringMatching(/Table\w+\.Arn>$/)],
    ['dynamodb:UpdateItem', expect.stringMatching(/Table\w+\.Arn>$/)],
    ['s3:DeleteObject', expect.stringMatching(/InputBucket\w+\.Arn>\/uploads\/\*$/)],
    ['states:StartExecution', expect.stringContaining('WorkflowStateMachine'), expect.stringContaining('PublicationStateMachine')],
  ]);
});
