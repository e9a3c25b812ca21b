import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { propertiesOf, requireSameEnvironment } from './app-resource';
import { fail } from '../options/check';

interface PoolProperties {
  readonly UsernameAttributes?: readonly string[];
  readonly MfaConfiguration?: string;
  readonly Schema?: readonly { readonly Name?: string; readonly Required?: boolean }[];
}

/** @throws Error for a pool of the same app that the calls of the API could not sign anyone up or in with */
export function checkUserPool(scope: IConstruct, userPool: IUserPool): void {
  requireSameEnvironment(scope, 'userPool', userPool.env);
  const properties = propertiesOf(userPool);
  if (properties === undefined) return;
  const { UsernameAttributes = [], MfaConfiguration = 'OFF', Schema = [] } = properties as PoolProperties;
  if (!UsernameAttributes.includes('email')) {
    fail('userPool', 'one whose users sign in by e-mail address alone', UsernameAttributes.join(', ') || 'user names',
      'use signInAliases: { email: true }, without username');
  }
  if (MfaConfiguration === 'ON') fail('MFA of userPool', 'off or optional', 'required', 'the API asks for a password, and for nothing after it');
  const required = Schema.filter(({ Name, Required }) => Required === true && Name !== 'email').map(({ Name }) => Name);
  if (required.length > 0) fail('required attributes of userPool', 'email at most', required.join(', '), 'POST /auth/signup asks for an address and a password alone');
}
