import { App, Annotations as Acknowledgements, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { UserPool, UserPoolEmail } from 'aws-cdk-lib/aws-cognito';
import { texts } from '../projenrc/templates/json';
import { createStack, read, synthError, synthesize } from '../projenrc/templates/synth';
import { ImageManagementSystem, ImageManagementSystemProps } from '../src';

describe('the user pool', () => {
  const { properties } = synthesize().one('AWS::Cognito::UserPool');

  // holds: threat.cognito.unverified-address
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

  // holds: threat.app.account-takeover
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

  // holds: threat.cognito.self-promotion, threat.cognito.revealing-client
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

  // holds: threat.app.compromised-device
  test('gives tokens for an hour, and refresh tokens for thirty days', () => {
    expect(properties).toMatchObject({ AccessTokenValidity: 60, IdTokenValidity: 60, RefreshTokenValidity: 30 * 24 * 60 });
  });
});

describe('the sender of mails', () => {
  const WARNING = 'cdk-image-management-system:cognitoSender';
  const ses = () => UserPoolEmail.withSES({ fromEmail: 'no-reply@example.com', fromName: 'Example', sesRegion: 'eu-west-1' });

  function warnings(props?: (stack: Stack) => ImageManagementSystemProps, then?: (images: ImageManagementSystem) => void): string[] {
    const stack = createStack();
    const images = new ImageManagementSystem(stack, 'Images', props?.(stack));
    then?.(images);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(WARNING)).map(({ entry }) => String(entry.data));
  }

  // holds: threat.cognito.mail-quota
  test('is Cognito itself by default, and synthesis warns of its 50 mails a day with the fix and the way to acknowledge it', () => {
    expect(synthesize().one('AWS::Cognito::UserPool').properties.EmailConfiguration).toBeUndefined();
    const [warning, ...more] = warnings();
    expect(more).toEqual([]);
    for (const part of ['50 e-mails per day', 'UserPoolEmail.withSES', `acknowledgeWarning('${WARNING}')`]) expect(warning).toContain(part);
  });

  test('is warned of as well where Cognito is named by the prop', () => {
    expect(warnings(() => ({ email: UserPoolEmail.withCognito('help@example.com') }))).toHaveLength(1);
  });

  test('is not warned of once it is acknowledged, before the system is made or after', () => {
    expect(warnings(undefined, (images) => Acknowledgements.of(images).acknowledgeWarning(WARNING))).toEqual([]);
    expect(warnings((stack) => {
      Acknowledgements.of(stack).acknowledgeWarning(WARNING);
      return {};
    })).toEqual([]);
  });

  test('is SES where the prop says so', () => {
    expect(synthesize({ email: ses() }).one('AWS::Cognito::UserPool').properties.EmailConfiguration).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: 'Example <no-reply@example.com>',
      SourceArn: { 'Fn::Join': ['', expect.arrayContaining([':ses:eu-west-1:', ':identity/no-reply@example.com'])] },
    });
    expect(warnings(() => ({ email: ses() }))).toEqual([]);
  });

  test('of a user pool of one\'s own is its owner\'s matter', () => {
    expect(warnings((stack) => ({ userPool: UserPool.fromUserPoolId(stack, 'Own', 'eu-central-1_abc') }))).toEqual([]);
  });

  test('rejects a sender beside a user pool of one\'s own', () => {
    const userPool = UserPool.fromUserPoolId(new Stack(new App(), 'Other'), 'Own', 'eu-central-1_abc');
    expect(synthError(() => ({ userPool, email: ses() })))
      .toBe('email must be omitted when userPool is given, got both; set the sender on the supplied pool itself');
  });
});

// holds: promise.accounts, promise.bring-your-own
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
