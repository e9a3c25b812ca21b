import { Mfa, UserPool, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { texts } from '../../projenrc/templates/json';
import { createStack, read } from '../../projenrc/templates/synth';
import { ImageManagementSystem } from '../../src';

function withPool(props: UserPoolProps) {
  const stack = createStack();
  const userPool = new UserPool(stack, 'Own', props);
  new ImageManagementSystem(stack, 'Images', { userPool });
  return read(stack);
}

test('a pool of the same app gets a client and nothing else', () => {
  const synthesized = withPool({
    selfSignUpEnabled: true, signInAliases: { email: true }, mfa: Mfa.OPTIONAL, standardAttributes: { email: { required: true } },
  });
  expect(synthesized.ofType('AWS::Cognito::UserPool').map(({ id }) => id)).toEqual([expect.stringMatching(/^Own/)]);
  expect(synthesized.ofType('AWS::Cognito::UserPoolGroup')).toEqual([]);
  expect(texts(synthesized.one('AWS::ApiGateway::Authorizer').properties.ProviderARNs)).toEqual([expect.stringMatching(/^<Own\w+\.Arn>$/)]);
});

test.each<[string, UserPoolProps, string]>([
  ['user names', {}, 'userPool must be a pool whose users sign in by e-mail address only, got user names; use signInAliases: { email: true }, without username'],
  ['user names in addition to addresses', { signInAliases: { email: true, username: true } }, 'userPool must be a pool whose users sign in by e-mail address only, got user names'],
  ['telephone numbers', { signInAliases: { phone: true } }, 'userPool must be a pool whose users sign in by e-mail address only, got phone_number'],
  ['a second factor for all', { signInAliases: { email: true }, mfa: Mfa.REQUIRED }, 'MFA of userPool must be off or optional, got required'],
  ['more attributes to fill in', { signInAliases: { email: true }, standardAttributes: { birthdate: { required: true } } },
    'required attributes of userPool must be only email, got birthdate; POST /auth/signup only asks for an e-mail address and a password'],
])('rejects a pool with %s', (_what, props, message) => {
  expect(() => withPool(props)).toThrow(message);
});

test('rejects a pool of another region', () => {
  const stack = createStack({ env: { region: 'eu-central-1', account: '111122223333' } });
  const userPool = UserPool.fromUserPoolArn(stack, 'Own', 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_abc');
  expect(() => new ImageManagementSystem(stack, 'Images', { userPool })).toThrow('the region of userPool must be that of the system\'s stack, eu-central-1, got us-east-1');
});
