import { Stack } from 'aws-cdk-lib';
import {
  AttributeType, ITable, ProjectionType, StreamViewType, Table, TableEncryption, TableEncryptionV2, TableProps, TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { text } from '../../projenrc/templates/json';
import { createStack, read } from '../../projenrc/templates/synth';
import { ImageManagementSystem } from '../../src';

// The CDK warns of what its own TableV2 calls.
process.env.JSII_DEPRECATED = 'quiet';

interface Index { readonly name?: string; readonly sort?: string; readonly type?: AttributeType; readonly attributes?: string[] }

/** A table as the system needs it, but for what is said. */
function tableOf(stack: Stack, encryptionKey: Key, props: Partial<TableProps> = {}, index: Index = {}): Table {
  const table = new Table(stack, 'Own', {
    partitionKey: { name: 'user_id', type: AttributeType.STRING },
    sortKey: { name: 'image_id', type: AttributeType.STRING },
    stream: StreamViewType.OLD_IMAGE,
    timeToLiveAttribute: 'expires_at',
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    ...props,
  });
  table.addGlobalSecondaryIndex({
    indexName: index.name ?? 'unfinished',
    partitionKey: { name: 'unfinished', type: AttributeType.STRING },
    sortKey: { name: index.sort ?? 'updated_at', type: index.type ?? AttributeType.STRING },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: index.attributes ?? ['status'],
  });
  return table;
}

function system(make: (stack: Stack, key: Key) => ITable) {
  // Only a stack of a known region takes a TableV2 with a key of its own.
  const stack = createStack({ env: { region: 'eu-central-1', account: '111122223333' } });
  const encryptionKey = new Key(stack, 'Key');
  const table = make(stack, encryptionKey);
  return { stack, table, system: new ImageManagementSystem(stack, 'Images', { encryptionKey, table }) };
}

// holds: promise.bring-your-own
test.each<[string, (stack: Stack, key: Key) => ITable]>([
  ['a table of the same app', (stack, key) => tableOf(stack, key)],
  ['one whose stream holds new images, too', (stack, key) => tableOf(stack, key, { stream: StreamViewType.NEW_AND_OLD_IMAGES })],
  ['a TableV2', (stack, key) => new TableV2(stack, 'Own', {
    partitionKey: { name: 'user_id', type: AttributeType.STRING },
    sortKey: { name: 'image_id', type: AttributeType.STRING },
    dynamoStream: StreamViewType.OLD_IMAGE,
    timeToLiveAttribute: 'expires_at',
    encryption: TableEncryptionV2.customerManagedKey(key),
    globalSecondaryIndexes: [{ indexName: 'unfinished', partitionKey: { name: 'unfinished', type: AttributeType.STRING }, sortKey: { name: 'updated_at', type: AttributeType.STRING } }],
  })],
  ['an imported one', (stack) => Table.fromTableAttributes(stack, 'Own', {
    tableArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/own', tableStreamArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/own/stream/1',
  })],
])('%s takes the place of a new one', (_name, make) => {
  const { stack, table, system: images } = system(make);
  const synthesized = read(stack);
  expect(images.table).toBe(table);
  expect(synthesized.resources.filter(({ id, type }) => type.startsWith('AWS::DynamoDB::') && id.startsWith('Images'))).toEqual([]);
  expect(text(synthesized.environmentOf('sweeper').TABLE_NAME)).toMatch(/own/i);
  expect(text(synthesized.one('AWS::Lambda::EventSourceMapping', 'Announcer').properties.EventSourceArn)).toMatch(/own.*stream/i);
});

test.each<[string, (stack: Stack, key: Key) => ITable, string]>([
  ['other keys', (stack, key) => tableOf(stack, key, { sortKey: { name: 'id', type: AttributeType.STRING } }),
    'the keys of table must be user_id (S, HASH), image_id (S, RANGE), got user_id (S, HASH), id (S, RANGE)'],
  ['keys of another type', (stack, key) => tableOf(stack, key, { sortKey: { name: 'image_id', type: AttributeType.NUMBER } }),
    'the keys of table must be user_id (S, HASH), image_id (S, RANGE), got user_id (S, HASH), image_id (N, RANGE)'],
  ['no index of unfinished images', (stack, key) => tableOf(stack, key, {}, { name: 'other' }),
    'the global secondary index \'unfinished\' of table must be unfinished (S, HASH), updated_at (S, RANGE), got none'],
  ['another index of that name', (stack, key) => tableOf(stack, key, {}, { sort: 'created_at' }),
    'the global secondary index \'unfinished\' of table must be unfinished (S, HASH), updated_at (S, RANGE), got unfinished (S, HASH), created_at (S, RANGE)'],
  ['an index without the status', (stack, key) => tableOf(stack, key, {}, { attributes: ['size'] }),
    'the global secondary index \'unfinished\' of table must be a projection of \'status\', got INCLUDE size'],
  ['no stream', (stack, key) => tableOf(stack, key, { stream: undefined }),
    'the stream of table must be OLD_IMAGE or NEW_AND_OLD_IMAGES, got none; deletion events need the old row'],
  ['a stream of keys', (stack, key) => tableOf(stack, key, { stream: StreamViewType.KEYS_ONLY }),
    'the stream of table must be OLD_IMAGE or NEW_AND_OLD_IMAGES, got KEYS_ONLY; deletion events need the old row'],
  ['no time to live', (stack, key) => tableOf(stack, key, { timeToLiveAttribute: undefined }),
    'the time-to-live attribute of table must be \'expires_at\', got none'],
  ['another time to live', (stack, key) => tableOf(stack, key, { timeToLiveAttribute: 'ttl' }),
    'the time-to-live attribute of table must be \'expires_at\', got \'ttl\''],
  ['another key', (stack) => tableOf(stack, new Key(stack, 'Other')),
    'table must be encrypted with the encryptionKey of the system, got the key Stack/Other; create the key first and pass it to both'],
  ['an unknown stream', (stack) => Table.fromTableName(stack, 'Own', 'own'),
    'table must be a table with a known stream, got no tableStreamArn; import it with Table.fromTableAttributes({ tableArn, tableStreamArn })'],
])('rejects a table with %s', (_what, make, message) => {
  expect(() => system(make)).toThrow(message);
});

test('rejects a table of another region', () => {
  expect(() => system((stack) => Table.fromTableAttributes(stack, 'Own', { tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/own', tableStreamArn: 'arn' })))
    .toThrow('the region of table must be that of the system\'s stack, eu-central-1, got us-east-1');
});
