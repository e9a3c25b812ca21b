import { App, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { at, text } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';

test('auth-handler knows the password rules of the pool that is made for it', () => {
  const stack = synthesize();
  const { MinimumLength, RequireLowercase, RequireUppercase, RequireNumbers, RequireSymbols } = at(
    stack.one('AWS::Cognito::UserPool').properties, 'Policies', 'PasswordPolicy') as Record<string, unknown>;
  expect(JSON.parse(text(stack.environmentOf('auth-handler').PASSWORD_POLICY))).toEqual({
    minLength: MinimumLength,
    requireLowercase: RequireLowercase,
    requireUppercase: RequireUppercase,
    requireDigits: RequireNumbers,
    requireSymbols: RequireSymbols,
  });
});

test('auth-handler knows no rules of a pool that is brought along', () => {
  const userPool = UserPool.fromUserPoolId(new Stack(new App(), 'Other'), 'Own', 'eu-central-1_abc');
  expect(text(synthesize({ userPool }).environmentOf('auth-handler').PASSWORD_POLICY)).toBe('{}');
});
