import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { BringYourOwnStack } from '../../integ/bring-your-own-stack';
import { at, text } from '../../projenrc/templates/json';
import { Synthesized } from '../../projenrc/templates/synth';

describe('the stack of what is brought along', () => {
  const ownStack = new BringYourOwnStack(new App({ context: { 'aws:cdk:disable-asset-staging': true } }), 'Own', { architecture: Architecture.ARM_64 });
  const stack = new Synthesized(Template.fromStack(ownStack));
  const count = (type: string) => stack.ofType(type).length;

  test('has two systems on one pool, VPC, key and input bucket, and nothing that a system made beside', () => {
    expect(Object.keys(ownStack.systems)).toEqual(['Public', 'Internal']);
    expect(count('AWS::ApiGateway::RestApi')).toBe(2);
    expect(['AWS::Cognito::UserPool', 'AWS::EC2::VPC', 'AWS::KMS::Key'].map(count)).toEqual([1, 1, 1]);
    expect([count('AWS::S3::Bucket'), count('AWS::DynamoDB::Table'), count('AWS::EC2::VPCEndpoint')]).toEqual([3, 2, 4]);
    expect(count('AWS::Cognito::UserPoolClient')).toBe(2);
  });

  test('is synthesized without a warning', () => {
    expect(Annotations.fromStack(ownStack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('lets the functions of each system reach the stores of that system alone', () => {
    for (const name of ['Public', 'Internal']) {
      const other = name === 'Public' ? 'Internal' : 'Public';
      const roles = stack.ofType('AWS::IAM::Role').filter(({ id }) => id.startsWith(name));
      expect(roles.length).toBeGreaterThan(10);
      for (const resource of roles.flatMap((role) => stack.statementsOf(role)).flatMap(({ resources }) => resources)) expect(resource).not.toMatch(new RegExp(`<${other}`));
    }
  });

  test('uses the one key through the services alone', () => {
    const uses = stack.ofType('AWS::IAM::Role').filter(({ id }) => /^(?:Public|Internal)/.test(id)).flatMap((role) => stack.statementsOf(role))
      .filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
    expect(uses.length).toBeGreaterThan(10);
    for (const { resources, conditions } of uses) {
      expect(resources).toEqual([`<${stack.one('AWS::KMS::Key').id}.Arn>`]);
      expect(text(at(conditions, 'StringEquals', 'kms:ViaService'))).toMatch(/^(?:s3|sqs|dynamodb)\./);
    }
  });

  test('leaves nothing behind that holds data', () => {
    for (const { type, body } of stack.resources.filter(({ body: { DeletionPolicy } }) => DeletionPolicy === 'Retain')) {
      expect([type, body.DeletionPolicy]).toEqual([expect.stringMatching(/^AWS::(?:ApiGateway::Account|IAM::Role)$/), 'Retain']);
    }
  });
});
