import { synthesize } from '../projenrc/templates/synth';

const stack = synthesize();

describe('the table', () => {
  const { properties } = stack.one('AWS::DynamoDB::Table');

  test('has a row for each image of a user', () => {
    expect(properties.KeySchema).toEqual([{ AttributeName: 'user_id', KeyType: 'HASH' }, { AttributeName: 'image_id', KeyType: 'RANGE' }]);
  });

  // holds: threat.table.denied-change, threat.table.hot-index
  test('is paid by request, can be restored to any second, and forgets unused grants', () => {
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      StreamSpecification: { StreamViewType: 'OLD_IMAGE' },
    });
  });

  test('finds unfinished images by age', () => {
    expect(properties.GlobalSecondaryIndexes).toEqual([{
      IndexName: 'unfinished',
      KeySchema: [{ AttributeName: 'unfinished', KeyType: 'HASH' }, { AttributeName: 'updated_at', KeyType: 'RANGE' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['status'] },
    }]);
  });
});

describe('the counts of grants', () => {
  const COUNTS = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['quota#*'] } };
  const statementsOf = (name: string) => stack.statementsOf(stack.roleOf(stack.functionNamed(name)))
    .filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:'))).map(({ actions, conditions }) => ({ actions, conditions }));

  // holds: threat.upload.overwritten-row, threat.table.excess-changes
  test('are all that the upload handler may read and change of the table; rows it may only put', () => {
    expect(statementsOf('upload-handler')).toEqual([
      { actions: ['dynamodb:PutItem'], conditions: undefined },
      { actions: ['dynamodb:Query', 'dynamodb:UpdateItem'], conditions: COUNTS },
    ]);
  });

  // holds: threat.table.excess-changes
  test('are all that image retrieval may change of the table; rows it may read and delete', () => {
    expect(statementsOf('image-retrieval')).toEqual([
      { actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'], conditions: undefined },
      { actions: ['dynamodb:UpdateItem'], conditions: COUNTS },
    ]);
  });
});

test.each([
  [{}, '100', '300'], [{ maxOpenGrants: 5, maxGrantsPerMinute: 7 }, '5', '7'],
])('the upload handler knows the limits of %p', (upload, open, minute) => {
  expect(synthesize({ upload }).environmentOf('upload-handler')).toMatchObject({ MAX_OPEN_GRANTS: open, MAX_GRANTS_PER_MINUTE: minute });
});
