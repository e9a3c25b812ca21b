import { at, text } from '../projenrc/templates/json';
import { synthesize } from '../projenrc/templates/synth';

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

  test('tries a deletion for half of the day that the stream holds it, then notes where it is', () => {
    expect(mapping).toMatchObject({ MaximumRecordAgeInSeconds: 12 * 3600, BisectBatchOnFunctionError: true });
    expect(mapping.MaximumRetryAttempts).toBeUndefined();
    expect(text(at(mapping, 'DestinationConfig', 'OnFailure', 'Destination'))).toMatch(/^<ImagesDeletionsDeadLetterQueue\w+\.Arn>$/);
  });

  // holds: threat.retrieval.denied-deletion
  test('may read the stream, start the publication, and leave a dead letter', () => {
    const calls = stack.statementsOf(stack.roleOf(announcer))
      .map(({ actions, resources }) => [actions, resources]).filter(([actions]) => /^(?:dynamodb|s3|sqs|states):/.test(actions[0]));
    expect(calls).toEqual([
      [['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [expect.stringMatching(/Table\w+\.StreamArn>$/)]],
      [['dynamodb:ListStreams'], ['*']],
      [['sqs:SendMessage'], [expect.stringMatching(/DeletionsDeadLetterQueue\w+\.Arn>$/)]],
      [['states:StartExecution'], [expect.stringContaining('PublicationStateMachine')]],
    ]);
  });
});
