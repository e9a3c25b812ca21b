import { App, Stack } from 'aws-cdk-lib';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { at, text } from '../projenrc/templates/json';
import { createStack, read, Synthesized, synthError, synthesize, toStatements } from '../projenrc/templates/synth';
import { ImageManagementSystem } from '../src';

function serviceStatements(stack: Synthesized) {
  return toStatements(stack.one('AWS::KMS::Key').properties.KeyPolicy)
    .map(({ actions, principal, conditions }) => ({ service: text(at(principal, 'Service')), actions, conditions }))
    .filter(({ service }) => service !== 'undefined');
}

describe('the policy of the key', () => {
  // holds: threat.key.foreign-data
  test('lets CloudWatch Logs encrypt the log groups of this stack', () => {
    const logs = serviceStatements(synthesize()).find(({ service }) => service.startsWith('logs.'))!;
    expect(logs.service).toBe('logs.<AWS::Region>.<AWS::URLSuffix>');
    expect(logs.actions).toEqual(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']);
    expect(text(at(logs.conditions, 'ArnLike', 'kms:EncryptionContext:aws:logs:arn')))
      .toBe('arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<AWS::StackName>-*');
  });

  // holds: threat.key.foreign-data
  test('lets EventBridge keep undelivered events in queues of this account', () => {
    const events = serviceStatements(synthesize()).find(({ service }) => service === 'events.amazonaws.com')!;
    expect(events.actions).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
    expect(text(at(events.conditions, 'ArnLike', 'kms:EncryptionContext:aws:sqs:arn')))
      .toBe('arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:*');
  });

  test('lets CloudWatch notify a topic only where there is one', () => {
    expect(serviceStatements(synthesize()).map(({ service }) => service)).not.toContain('cloudwatch.amazonaws.com');
    const stack = createStack();
    new ImageManagementSystem(stack, 'Images', { alarmTopic: new Topic(stack, 'Topic') });
    const alarms = serviceStatements(read(stack)).find(({ service }) => service === 'cloudwatch.amazonaws.com')!;
    expect(alarms.actions).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
    expect(text(at(alarms.conditions, 'StringEquals', 'aws:SourceAccount'))).toBe('<AWS::AccountId>');
    expect(text(at(alarms.conditions, 'ArnLike', 'aws:SourceArn'))).toBe('arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*');
  });
});

describe('a key of one\'s own', () => {
  // holds: promise.bring-your-own
  test('takes the place of a new one, and gets the statements it needs', () => {
    const stack = createStack();
    const key = new Key(stack, 'Own');
    const system = new ImageManagementSystem(stack, 'Images', { encryptionKey: key });
    expect(system.encryptionKey).toBe(key);
    expect(serviceStatements(read(stack)).map(({ service }) => service)).toEqual(['logs.<AWS::Region>.<AWS::URLSuffix>', 'events.amazonaws.com']);
  });

  test('of another stack does not make the two stacks depend on each other', () => {
    const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
    const key = new Key(new Stack(app, 'Keys'), 'Own');
    new ImageManagementSystem(new Stack(app, 'Images'), 'Images', { encryptionKey: key });
    expect(() => app.synth()).not.toThrow();
  });

  test('may be imported', () => {
    const stack = createStack();
    new ImageManagementSystem(stack, 'Images', { encryptionKey: Key.fromKeyArn(stack, 'Own', 'arn:aws:kms:eu-central-1:111111111111:key/1') });
    const synthesized = read(stack);
    expect(synthesized.ofType('AWS::KMS::Key')).toEqual([]);
    expect(synthesized.environmentOf('upload-handler').ENCRYPTION_KEY_ARN).toBe('arn:aws:kms:eu-central-1:111111111111:key/1');
  });

  // holds: threat.key.alias
  test('rejects an alias', () => {
    const stack = createStack();
    expect(synthError(() => ({ encryptionKey: Alias.fromAliasName(stack, 'Own', 'alias/own') })))
      .toBe('encryptionKey must be a key, got an alias; pass the key itself: permissions on an alias have no effect');
  });
});
