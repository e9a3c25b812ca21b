import { Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { createStack, read } from '../../projenrc/templates/synth';
import { ImageManagementSystem, ImageManagementSystemProps } from '../../src';

const FIX = 'systems can only share an input bucket, passed to each of them as inputBucket';

/** Two systems, each with what is made for it. */
function two(props: (stack: Stack, name: string, first?: ImageManagementSystem) => ImageManagementSystemProps): Stack {
  const stack = createStack();
  const one = new ImageManagementSystem(stack, 'One', props(stack, 'One'));
  new ImageManagementSystem(stack, 'Two', props(stack, 'Two', one));
  return stack;
}

const bucket = (stack: Stack, name: string) => Bucket.fromBucketName(stack, `Bucket${name}`, 'theirs');
const table = (stack: Stack, name: string) => Table.fromTableAttributes(stack, `Table${name}`, {
  tableArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/theirs', tableStreamArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/theirs/stream/1',
});

test('two systems share an input bucket, each with a rule of its own', () => {
  const rules = read(two((stack, name) => ({ inputBucket: bucket(stack, name) }))).ofType('AWS::Events::Rule').filter(({ id }) => id.includes('ObjectCreated'));
  expect(rules.map(({ properties }) => properties.EventPattern)).toEqual(Array(2).fill(expect.objectContaining({
    detail: { bucket: { name: ['theirs'] }, object: { key: [{ prefix: 'uploads/' }] } },
  })));
});

test('rejects an output bucket for two systems: each would be told of the other\'s images', () => {
  expect(() => two((stack, name) => ({ outputBucket: bucket(stack, name) })))
    .toThrow(`outputBucket of 'Stack/Two' must be used by only one system and for one purpose, got the outputBucket of 'Stack/One'; ${FIX}`);
});

test('rejects a table for two systems: each would take the other\'s images for strays', () => {
  expect(() => two((stack, name) => ({ table: table(stack, name) })))
    .toThrow(`table of 'Stack/Two' must be used by only one system and for one purpose, got the table of 'Stack/One'; ${FIX}`);
});

test('rejects one bucket for uploads and renditions', () => {
  const stack = createStack();
  const both = bucket(stack, 'Both');
  expect(() => new ImageManagementSystem(stack, 'Images', { inputBucket: both, outputBucket: both }))
    .toThrow('outputBucket of \'Stack/Images\' must be used by only one system and for one purpose, got the inputBucket of \'Stack/Images\'');
});

test('rejects the input bucket that another system made for itself: that one would remove what it does not know', () => {
  expect(() => two((_stack, _name, first) => first ? { inputBucket: first.inputBucket, encryptionKey: first.encryptionKey } : {}))
    .toThrow('inputBucket of \'Stack/Two\' must be used by only one system and for one purpose, got the inputBucket of \'Stack/One\'');
});

test('lets another app have what it likes', () => {
  expect(() => [1, 2].forEach(() => {
    const stack = createStack();
    new ImageManagementSystem(stack, 'Images', { table: table(stack, '') });
  })).not.toThrow();
});
