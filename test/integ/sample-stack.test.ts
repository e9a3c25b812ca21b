import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { SampleStack } from '../../integ/sample-stack';
import { text } from '../../projenrc/templates/json';
import { Synthesized } from '../../projenrc/templates/synth';

function sample(): SampleStack {
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
  return new SampleStack(app, 'Sample', { allowedOrigins: ['http://localhost:3000'], architecture: Architecture.ARM_64 });
}

describe('the sample stack', () => {
  const sampleStack = sample();
  const stack = new Synthesized(Template.fromStack(sampleStack));

  test('puts out exactly what a client and an operator have to know', () => {
    expect(Object.keys(stack.template.toJSON().Outputs).sort()).toEqual(['ApiUrl', 'DashboardName', 'DeadLetterQueueUrl', 'InputBucketName', 'OutputBucketName',
      'QueueUrl', 'StateMachineArn', 'TableName', 'UserPoolClientId', 'UserPoolId']);
  });

  // holds: promise.demo
  test('has every function of the system, a watermark and the origin that it was given', () => {
    expect(stack.functions().map(({ name }) => name).sort()).toEqual(
      ['auth-handler', 'deletion-announcer', 'erase-user', 'image-retrieval', 'orchestrator', 'record-outcome', 'repair', 'resize', 's3-event-handler', 'sweeper',
        'upload-handler', 'validation', 'watermark']);
    expect(text(stack.environmentOf('watermark').IMAGE_SETTINGS)).toContain('© Sample');
    expect(stack.environmentOf('upload-handler').ALLOWED_ORIGINS).toBe('["http://localhost:3000"]');
  });

  test('is synthesized without a warning', () => {
    expect(Annotations.fromStack(sampleStack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('leaves nothing behind that holds data', () => {
    for (const { type, body } of stack.resources.filter(({ body: { DeletionPolicy } }) => DeletionPolicy === 'Retain')) {
      expect([type, body.DeletionPolicy]).toEqual([expect.stringMatching(/^AWS::(?:ApiGateway::Account|IAM::Role)$/), 'Retain']);
    }
  });
});
