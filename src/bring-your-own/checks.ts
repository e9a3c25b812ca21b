import { Arn, ArnFormat, IResource, Token } from 'aws-cdk-lib';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey, IKey, KeySpec } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { cfnResourceOf, identityOf, Properties, propertiesOf, requireSameEnvironment } from './app-resource';
import { Attribute, TABLE_KEYS, TTL_ATTRIBUTE, UNFINISHED_INDEX } from '../contract/table';
import { fail } from '../options/check';
import { Platform } from '../platform';

/** @throws Error for an alias, or a key of the same app that S3 or DynamoDB cannot use */
export function checkKey(scope: IConstruct, key: IKey): void {
  if ('aliasName' in key) fail('encryptionKey', 'a key', 'an alias', 'pass the key itself: permissions on an alias have no effect');
  requireSameEnvironment(scope, 'encryptionKey', key.env);
  const resource = cfnResourceOf(key);
  // Not `propertiesOf`: resolving a key policy freezes its statements, and the app may still add to them.
  if (!(resource instanceof CfnKey)) return;
  const { keySpec = KeySpec.SYMMETRIC_DEFAULT, enabled = true } = resource;
  if (keySpec !== KeySpec.SYMMETRIC_DEFAULT) fail('encryptionKey', 'symmetric (KeySpec.SYMMETRIC_DEFAULT)', keySpec);
  if (enabled === false) fail('encryptionKey', 'enabled', 'a disabled key');
}

/**
 * The functions have permission for one key, and uploads must name it. The key of an imported store, or of one in plain
 * CloudFormation, may be unknown.
 */
export function requireSystemKey(subject: string, store: IResource & { readonly encryptionKey?: IKey }, key: IKey): void {
  const { encryptionKey } = store;
  const isCdkConstruct = cfnResourceOf(store)?.node.scope === store;
  if (encryptionKey === undefined && !isCdkConstruct) return;
  if (encryptionKey !== undefined && identityOf(encryptionKey, encryptionKey.keyArn) === identityOf(key, key.keyArn)) return;
  fail(subject, 'encrypted with the encryptionKey of the system',
    encryptionKey === undefined ? 'no key of its own' : `the key ${encryptionKey.node.path}`,
    'create the key first and pass it to both');
}

/** Properties that `AWS::DynamoDB::Table` and `AWS::DynamoDB::GlobalTable` share. */
interface TableProperties {
  readonly KeySchema?: readonly KeyElement[];
  readonly AttributeDefinitions?: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly StreamSpecification?: { readonly StreamViewType?: string };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled?: boolean };
}
interface KeyElement { readonly AttributeName: string; readonly KeyType: string }
interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection?: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

const OLD_IMAGES = ['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

/** @throws Error for a table that the system cannot use, as far as that is known at synth */
export function checkTable(scope: IConstruct, table: ITable, { encryptionKey }: Platform): void {
  // An imported table has the environment of the stack that imports it, whatever its ARN says.
  requireSameEnvironment(scope, 'table', Token.isUnresolved(table.tableArn) ? table.env : Arn.split(table.tableArn, ArnFormat.SLASH_RESOURCE_NAME));
  requireSystemKey('table', table, encryptionKey);
  const properties = propertiesOf(table);
  if (properties !== undefined) checkProperties(properties);
  if (table.tableStreamArn === undefined) {
    fail('table', 'a table with a known stream', 'no tableStreamArn', 'import it with Table.fromTableAttributes({ tableArn, tableStreamArn })');
  }
}

function checkProperties(properties: Properties): void {
  const { KeySchema, GlobalSecondaryIndexes = [], StreamSpecification, TimeToLiveSpecification, ...rest } = properties as TableProperties;
  const types = new Map((rest.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const describe = (keys: readonly KeyElement[] = []) => keys.map(({ AttributeName, KeyType }) => `${AttributeName} (${types.get(AttributeName)}, ${KeyType})`).join(', ');
  const expected = ({ partition, sort }: { partition: string; sort: string }) => `${partition} (S, HASH), ${sort} (S, RANGE)`;
  const requireKeys = (subject: string, keys: readonly KeyElement[] | undefined, names: { partition: string; sort: string }) => {
    if (describe(keys) !== expected(names)) fail(subject, expected(names), describe(keys) || 'none');
  };

  requireKeys('the keys of table', KeySchema, TABLE_KEYS);
  const index = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === UNFINISHED_INDEX.name);
  const subject = `the global secondary index '${UNFINISHED_INDEX.name}' of table`;
  requireKeys(subject, index?.KeySchema, UNFINISHED_INDEX);
  const { ProjectionType, NonKeyAttributes = [] } = { ...index?.Projection };
  if (ProjectionType !== 'ALL' && !NonKeyAttributes.includes(Attribute.STATUS)) {
    fail(subject, `a projection of '${Attribute.STATUS}'`, `${ProjectionType} ${NonKeyAttributes.join(', ')}`.trim());
  }
  const stream = StreamSpecification?.StreamViewType;
  if (stream === undefined || !OLD_IMAGES.includes(stream)) {
    fail('the stream of table', OLD_IMAGES.join(' or '), stream ?? 'none', 'deletion events need the old row');
  }
  const expiry = TimeToLiveSpecification?.Enabled === false ? undefined : TimeToLiveSpecification?.AttributeName;
  if (expiry !== TTL_ATTRIBUTE) fail('the time-to-live attribute of table', `'${TTL_ATTRIBUTE}'`, expiry === undefined ? 'none' : `'${expiry}'`);
}

interface PoolProperties {
  readonly UsernameAttributes?: readonly string[];
  readonly MfaConfiguration?: string;
  readonly Schema?: readonly { readonly Name?: string; readonly Required?: boolean }[];
}

/** @throws Error for a pool of the same app that the sign-up and sign-in calls of the API cannot use */
export function checkUserPool(scope: IConstruct, userPool: IUserPool): void {
  requireSameEnvironment(scope, 'userPool', userPool.env);
  const properties = propertiesOf(userPool);
  if (properties === undefined) return;
  const { UsernameAttributes = [], MfaConfiguration = 'OFF', Schema = [] } = properties as PoolProperties;
  if (!UsernameAttributes.includes('email')) {
    fail('userPool', 'a pool whose users sign in by e-mail address only', UsernameAttributes.join(', ') || 'user names',
      'use signInAliases: { email: true }, without username');
  }
  if (MfaConfiguration === 'ON') fail('MFA of userPool', 'off or optional', 'required', 'the API only asks for a password');
  const required = Schema.filter(({ Name, Required }) => Required === true && Name !== 'email').map(({ Name }) => Name);
  if (required.length > 0) fail('required attributes of userPool', 'only email', required.join(', '), 'POST /auth/signup only asks for an e-mail address and a password');
}
