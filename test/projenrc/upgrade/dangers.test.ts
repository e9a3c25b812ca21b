import { JsonObject } from '../../../projenrc/templates/json';
import { dangersOf } from '../../../projenrc/upgrade/dangers';
import { snapshotOf } from '../../../projenrc/upgrade/snapshot';

const attributes = (...names: string[]) => names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));
const key = (name: string) => [{ AttributeName: name, KeyType: 'HASH' }];
const index = (name: string, keyName = 'a') => ({ IndexName: name, KeySchema: key(keyName), Projection: { ProjectionType: 'ALL' } });
const table = (...indexes: JsonObject[]): JsonObject => ({
  Type: 'AWS::DynamoDB::Table',
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  Properties: {
    AttributeDefinitions: attributes('id', 'a', 'b'), KeySchema: key('id'), DeletionProtectionEnabled: true, GlobalSecondaryIndexes: indexes,
  },
});
const bucket = (properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: properties });
const method = (httpMethod: string): JsonObject => ({ Type: 'AWS::ApiGateway::Method', Properties: { ResourceId: { Ref: 'Auth' }, HttpMethod: httpMethod } });
const role = (properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::IAM::Role', Properties: properties });
const withProperty = (resource: JsonObject, name: string, value: JsonObject[string]): JsonObject => ({
  ...resource, Properties: { ...resource.Properties as JsonObject, [name]: value },
});

type Resources = Readonly<Record<string, JsonObject>>;
const between = (before: Resources, now: Resources) => dangersOf(snapshotOf(before), snapshotOf(now));

describe('an upgrade may', () => {
  test.each<[string, Resources, Resources]>([
    ['change nothing', { Table: table(index('one')) }, { Table: table(index('one')) }],
    ['add whatever it likes', {}, { Table: table(index('one'), index('two')), Bucket: bucket(), Role: role() }],
    ['change what is updated in place', { Bucket: bucket() }, { Bucket: bucket({ CorsConfiguration: {} }) }],
    ['protect more', { Bucket: { ...bucket(), DeletionPolicy: 'Delete' } }, { Bucket: bucket() }],
    ['add one index', { Table: table(index('one')) }, { Table: table(index('one'), index('two')) }],
    ['remove one index', { Table: table(index('one')) }, { Table: table() }],
    ['rename and remove what holds nothing', { Role: role(), Old: method('GET') }, { OtherRole: role() }],
    ['put another one in another place', { Old: method('GET') }, { New: method('POST') }],
  ])('%s', (_what, before, now) => {
    expect(between(before, now)).toEqual([]);
  });
});

describe('an upgrade fails that', () => {
  test.each<[string, Resources, Resources, RegExp]>([
    ['removes a bucket', { Bucket: bucket() }, {}, /^Bucket \(AWS::S3::Bucket\) is gone; with it goes its objects: keep the construct/],
    ['gives a table another id', { Table: table() }, { Other: table() }, /^Table .* is gone, Other is new; with it goes its rows/],
    ['names a bucket', { Bucket: bucket() }, { Bucket: bucket({ BucketName: 'images' }) }, /BucketName was nothing, is 'images': the update is refused, or makes another one without its objects/],
    ['makes something with a fixed name', {}, { Role: role({ RoleName: 'worker' }) }, /^Role .* has the fixed RoleName 'worker'/],
    ['gives a name to what had none', { Role: role() }, { Role: role({ RoleName: 'worker' }) }, /RoleName/],
    ['changes the keys of a table', { Table: table() }, { Table: withProperty(table(), 'KeySchema', key('a')) }, /KeySchema was 'id \(S\)', is 'a \(S\)'/],
    ['changes the type of a key', { Table: table() }, { Table: withProperty(table(), 'AttributeDefinitions', [{ AttributeName: 'id', AttributeType: 'N' }]) }, /is 'id \(N\)'/],
    ['adds two indexes', { Table: table() }, { Table: table(index('one'), index('two')) }, /the indexes \+one, \+two come and go in one release/],
    ['adds one index and removes another', { Table: table(index('one')) }, { Table: table(index('two')) }, /-one, \+two/],
    ['changes an index', { Table: table(index('one')) }, { Table: table(index('one', 'b')) }, /index one was 'a \(S\); ALL', is 'b \(S\); ALL'/],
    ['protects a bucket less', { Bucket: bucket() }, { Bucket: { ...bucket(), DeletionPolicy: 'Delete' } }, /DeletionPolicy was Retain, is Delete/],
    ['lets a table be deleted by hand', { Table: table() }, { Table: withProperty(table(), 'DeletionProtectionEnabled', false) }, /was true, is false/],
    ['makes something else of an id', { Bucket: bucket() }, { Bucket: table() }, /^Bucket was AWS::S3::Bucket, is AWS::DynamoDB::Table/],
    ['changes who may sign in with what', { Users: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } } },
      { Users: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['phone_number'] } } }, /UsernameAttributes was 'email', is 'phone_number'.* without every account/],
    ['gives another id to what is one in its place', { Old: method('GET') }, { New: method('GET') }, /^Old .* is now New, where AWS has one alone \(<Auth>, GET\)/],
  ])('%s', (_what, before, now, danger) => {
    expect(between(before, now)).toEqual([expect.stringMatching(danger)]);
  });
});
