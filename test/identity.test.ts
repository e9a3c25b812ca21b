import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { ImageManagementSystem } from '../src';
import { texts } from './support/json';
import { createStack, read, synthesize } from './support/synth';

describe('the user pool', () => {
  const { properties } = synthesize().one('AWS::Cognito::UserPool');

  test('signs users up and in by e-mail address, in any case of letters, and verifies the address', () => {
    expect(properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    });
  });

  test('asks for passwords of 8 characters of four kinds', () => {
    expect(properties.Policies).toMatchObject({
      PasswordPolicy: { MinimumLength: 8, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true },
    });
  });

  test('has a group of administrators', () => {
    expect(synthesize().one('AWS::Cognito::UserPoolGroup').properties.GroupName).toBe('admins');
  });
});

describe('the client', () => {
  const { properties } = synthesize().one('AWS::Cognito::UserPoolClient');

  test('takes passwords and refresh tokens, has no secret and no web flow, and gives away no account', () => {
    expect(properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: false,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      SupportedIdentityProviders: ['COGNITO'],
      WriteAttributes: ['email'],
    });
  });

  test('gives tokens for an hour, and refresh tokens for thirty days', () => {
    expect(properties).toMatchObject({ AccessTokenValidity: 60, IdTokenValidity: 60, RefreshTokenValidity: 30 * 24 * 60 });
  });
});

test('a user pool of one\'s own gets a client and nothing else', () => {
  const stack = createStack();
  const userPool = UserPool.fromUserPoolId(stack, 'Own', 'eu-central-1_abc');
  const system = new ImageManagementSystem(stack, 'Images', { userPool });
  const synthesized = read(stack);
  expect(system.userPool).toBe(userPool);
  expect(synthesized.ofType('AWS::Cognito::UserPool')).toEqual([]);
  expect(synthesized.ofType('AWS::Cognito::UserPoolGroup')).toEqual([]);
  expect(synthesized.one('AWS::Cognito::UserPoolClient').properties.UserPoolId).toBe('eu-central-1_abc');
  expect(texts(synthesized.one('AWS::ApiGateway::Authorizer').properties.ProviderARNs)).toEqual([expect.stringMatching(/:userpool\/eu-central-1_abc$/)]);
});
