import { IResource } from 'aws-cdk-lib';
import { CfnKey, IKey, KeySpec } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { cfnResourceOf, identityOf, requireSameEnvironment } from './app-resource';
import { fail } from '../options/check';

/** @throws Error for an alias, and for a key of the same app that S3 or DynamoDB cannot encrypt with */
export function checkKey(scope: IConstruct, key: IKey): void {
  if ('aliasName' in key) fail('encryptionKey', 'a key', 'an alias', 'pass the key itself: permissions on an alias have no effect');
  requireSameEnvironment(scope, 'encryptionKey', key.env);
  const resource = cfnResourceOf(key);
  // Not `propertiesOf`: resolving a key policy freezes its statements, which the app may still write on.
  if (!(resource instanceof CfnKey)) return;
  const { keySpec = KeySpec.SYMMETRIC_DEFAULT, enabled = true } = resource;
  if (keySpec !== KeySpec.SYMMETRIC_DEFAULT) fail('encryptionKey', 'symmetric (KeySpec.SYMMETRIC_DEFAULT)', keySpec);
  if (enabled === false) fail('encryptionKey', 'enabled', 'a disabled key');
}

/**
 * The functions have permission for one key, and uploads name it. A store that the CDK made in this app knows its key; of an
 * imported one, and of one in plain CloudFormation, it may be unknown.
 */
export function requireKeyOfSystem(subject: string, store: IResource & { readonly encryptionKey?: IKey }, key: IKey): void {
  const { encryptionKey } = store;
  const isMadeHere = cfnResourceOf(store)?.node.scope === store;
  if (encryptionKey === undefined ? !isMadeHere : identityOf(encryptionKey, encryptionKey.keyArn) === identityOf(key, key.keyArn)) return;
  fail(subject, 'encrypted with the encryptionKey of the system', encryptionKey === undefined ? 'no key of its own' : `the key ${encryptionKey.node.path}`,
    'make the key first, and give it to both');
}
