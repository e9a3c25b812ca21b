import { synthesize } from './support/synth';

describe('the table', () => {
  const { properties } = synthesize().one('AWS::DynamoDB::Table');

  test('has a row for each image of a user', () => {
    expect(properties.KeySchema).toEqual([{ AttributeName: 'user_id', KeyType: 'HASH' }, { AttributeName: 'image_id', KeyType: 'RANGE' }]);
  });

  test('is paid by request, can be restored to any second, and forgets unused grants', () => {
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
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
