import { AttributeType, BillingMode, ITable, ProjectionType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { accept, hipaaAndNist } from './accepted-findings';
import { claimStore } from './bring-your-own/claims';
import { checkTable } from './bring-your-own/own-table';
import { Attribute, TABLE_KEYS, TTL_ATTRIBUTE, UNFINISHED_INDEX } from './contract/table';
import { Platform } from './platform';

export interface CatalogProps {
  readonly platform: Platform;
  readonly table?: ITable;
}

/**
 * One row an image.
 *
 * `Table` and not `TableV2`: the latter refuses a customer's key in a stack that does not name its region.
 */
export class Catalog extends Construct {
  /** With a stream of old images. */
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
      // The status that a deleted row had: `Deletions` tells of those that had ended.
      stream: StreamViewType.OLD_IMAGE,
      deletionProtection: retains,
      removalPolicy,
    });
    accept(table, hipaaAndNist('DynamoDBInBackupPlan'),
      'Point-in-time recovery restores any second of the last 35 days. Plans of AWS Backup are made for an account, and may select the table.');
    table.addGlobalSecondaryIndex({
      indexName: UNFINISHED_INDEX.name,
      partitionKey: { name: UNFINISHED_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: UNFINISHED_INDEX.sort, type: AttributeType.STRING },
      // The keys say whose image it is and since when; the status, whether its bytes ever came.
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [Attribute.STATUS],
    });
    return table;
  }
}
