import { AttributeType, BillingMode, ITable, ProjectionType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { accept, hipaaAndNist } from './accepted-findings';
import { claimStore } from './bring-your-own/app-resource';
import { checkTable } from './bring-your-own/checks';
import { Attribute, TABLE_KEYS, TTL_ATTRIBUTE, UNFINISHED_INDEX } from './contract/table';
import { Platform } from './platform';

export interface CatalogProps {
  readonly platform: Platform;
  readonly table?: ITable;
}

/**
 * The table with one row per image.
 *
 * `Table` instead of `TableV2`, which rejects a customer managed key in a stack without an explicit region.
 */
export class Catalog extends Construct {
  /** Its stream contains old images. */
  public readonly table: ITable;

  constructor(scope: Construct, id: string, { platform, table }: CatalogProps) {
    super(scope, id);
    if (table) checkTable(this, table, platform);
    this.table = table ?? this.createTable(platform);
    claimStore(this, 'table', this.table, this.table.tableName, false);
  }

  private createTable({ encryptionKey, removalPolicy, retains }: Platform): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      // `Deletions` needs the status of a deleted row: it publishes events for finished images.
      stream: StreamViewType.OLD_IMAGE,
      deletionProtection: retains,
      removalPolicy,
    });
    accept(table, hipaaAndNist('DynamoDBInBackupPlan'),
      'Point-in-time recovery restores any second of the last 35 days. AWS Backup plans belong to an account, and can include the table.');
    table.addGlobalSecondaryIndex({
      indexName: UNFINISHED_INDEX.name,
      partitionKey: { name: UNFINISHED_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: UNFINISHED_INDEX.sort, type: AttributeType.STRING },
      // The keys contain the owner and the age; the status says whether the upload arrived.
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [Attribute.STATUS],
    });
    return table;
  }
}
