import { at, text } from './support/json';
import { synthesize } from './support/synth';

const stack = synthesize();
const announcer = stack.functionNamed('deletion-announcer');
const mapping = stack.one('AWS::Lambda::EventSourceMapping', 'Deletions').properties;

describe('the deletion announcer', () => {
  test('reads the stream of the table from its beginning, and nothing but deletions of images that ended', () => {
    expect(text(mapping.FunctionName)).toBe(`<${announcer.id}>`);
    expect(text(mapping.EventSourceArn)).toMatch(/^<ImagesCatalogTable\w+\.StreamArn>$/);
    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect((at(mapping, 'FilterCriteria', 'Filters') as { Pattern: string }[]).map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['REMOVE'], dynamodb: { OldImage: { status: { S: ['ready', 'rejected', 'failed'] } } } },
    ]);
  });

  test('tries as long as the stream holds a deletion', () => {
    for (const limit of ['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds']) expect(mapping[limit]).toBeUndefined();
  });

  test('may read the stream and start the workflow', () => {
    const calls = stack.statementsOf(stack.roleOf(announcer))
      .map(({ actions, resources }) => [actions, resources]).filter(([actions]) => /^(?:dynamodb|s3|sqs|states):/.test(actions[0]));
    expect(calls).toEqual([
      [['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [expect.stringMatching(/Table\w+\.StreamArn>$/)]],
      [['dynamodb:ListStreams'], ['*']],
      [['states:StartExecution'], [expect.stringContaining('WorkflowStateMachine')]],
    ]);
  });
});
