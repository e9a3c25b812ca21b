import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { accept, hipaaAndNist } from './accepted-findings';
import { Attribute, TABLE_KEYS, TTL_ATTRIBUTE, UNFINISHED_INDEX } from './contract/table';
import { Platform } from './platform';

/**
 * One row an image.
 *
 * `Table` and not `TableV2`: the latter refuses a customer's key in a stack that does not name its region.
 */
export class Catalog extends Construct {
  public readonly table: Table;

  constructor(scope: Construct, id: string, { encryptionKey, removalPolicy, retains }: Platform) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
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
    accept(this.table, hipaaAndNist('DynamoDBInBackupPlan'),
      'Point-in-time recovery restores any second of the last 35 days. Plans of AWS Backup are made for an account, and may select the table.');
    this.table.addGlobalSecondaryIndex({
      indexName: UNFINISHED_INDEX.name,
      partitionKey: { name: UNFINISHED_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: UNFINISHED_INDEX.sort, type: AttributeType.STRING },
      // The keys say whose image it is and since when; the status, whether its bytes ever came.
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [Attribute.STATUS],
    });
  }
}
