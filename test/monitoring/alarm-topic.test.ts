import { Topic } from 'aws-cdk-lib/aws-sns';
import { text, texts } from '../../projenrc/templates/json';
import { createStack, read, synthError, synthesize, toStatements } from '../../projenrc/templates/synth';
import { ImageManagementSystem } from '../../src';

describe('alarmEmail', () => {
  const stack = synthesize({ alarmEmail: 'on-call@example.com' });
  const topic = stack.one('AWS::SNS::Topic');
  const key = stack.one('AWS::KMS::Key');

  test('is told of every alarm, by a topic that is encrypted with the key', () => {
    expect(text(topic.properties.KmsMasterKeyId)).toBe(`<${key.id}.Arn>`);
    expect(stack.one('AWS::SNS::Subscription').properties).toMatchObject({ Protocol: 'email', Endpoint: 'on-call@example.com' });
    for (const { properties } of stack.ofType('AWS::CloudWatch::Alarm')) expect(texts(properties.AlarmActions)).toEqual([`<${topic.id}>`]);
  });

  test('lets the alarms of the account publish, and use the key, and nobody speak plain HTTP', () => {
    const statements = toStatements(stack.one('AWS::SNS::TopicPolicy').properties.PolicyDocument);
    expect(statements.filter(({ effect }) => effect === 'Allow')).toMatchObject([{
      actions: ['sns:Publish'],
      principal: { Service: 'cloudwatch.amazonaws.com' },
      conditions: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }]);
    expect(statements.filter(({ effect }) => effect === 'Deny')).toMatchObject([{ conditions: { Bool: { 'aws:SecureTransport': 'false' } } }]);
    expect(toStatements(key.properties.KeyPolicy)).toContainEqual(expect.objectContaining({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'], principal: { Service: 'cloudwatch.amazonaws.com' },
    }));
  });

  test('is told by the topic that there is', () => {
    const own = createStack();
    const images = new ImageManagementSystem(own, 'Images', { alarmEmail: 'on-call@example.com', alarmTopic: new Topic(own, 'Mine') });
    expect(read(own).one('AWS::SNS::Topic').id).toMatch(/^Mine/);
    expect(text(own.resolve(images.alarmTopic!.topicArn))).toMatch(/^<Mine/);
  });

  test.each(['', 'nobody', 'a b@example.com', 'a@b@c'])('rejects %p', (alarmEmail) => {
    expect(synthError(() => ({ alarmEmail }))).toBe(`alarmEmail must be an e-mail address, got '${alarmEmail}'`);
  });
});

test('without an address and a topic there is none', () => {
  const own = createStack();
  expect(new ImageManagementSystem(own, 'Images').alarmTopic).toBeUndefined();
  expect(read(own).ofType('AWS::SNS::Topic')).toEqual([]);
});
