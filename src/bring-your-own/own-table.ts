import { Arn, ArnFormat, Token } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct } from 'constructs';
import { Properties, propertiesOf, requireSameEnvironment } from './app-resource';
import { requireKeyOfSystem } from './own-key';
import { Attribute, TABLE_KEYS, TTL_ATTRIBUTE, UNFINISHED_INDEX } from '../contract/table';
import { fail } from '../options/check';
import { Platform } from '../platform';

/** What is read of either kind of table, `AWS::DynamoDB::Table` and `AWS::DynamoDB::GlobalTable`. */
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

/** @throws Error for a table that the system could not work with, as far as that can be seen at synth */
export function checkTable(scope: IConstruct, table: ITable, { encryptionKey }: Platform): void {
  // An imported table has the environment of the stack that imports it, whatever its ARN says.
  requireSameEnvironment(scope, 'table', Token.isUnresolved(table.tableArn) ? table.env : Arn.split(table.tableArn, ArnFormat.SLASH_RESOURCE_NAME));
  requireKeyOfSystem('table', table, encryptionKey);
  const properties = propertiesOf(table);
  if (properties !== undefined) checkProperties(properties);
  if (table.tableStreamArn === undefined) {
    fail('table', 'one whose stream is known', 'a table without tableStreamArn', 'import it with Table.fromTableAttributes({ tableArn, tableStreamArn })');
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
    fail('the stream of table', OLD_IMAGES.join(' or '), stream ?? 'none', 'deletions are told of by what a row was');
  }
  const expiry = TimeToLiveSpecification?.Enabled === false ? undefined : TimeToLiveSpecification?.AttributeName;
  if (expiry !== TTL_ATTRIBUTE) fail('the time-to-live attribute of table', `'${TTL_ATTRIBUTE}'`, expiry === undefined ? 'none' : `'${expiry}'`);
}
