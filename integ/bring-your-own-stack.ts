import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { UserPool, UserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ImageManagementSystem, Network } from '../src';

export interface BringYourOwnStackProps extends StackProps {
  readonly architecture: Architecture;
}

/**
 * Two systems on what a team has already: accounts, VPC, key, topic and input bucket are shared, output bucket and table
 * are each one's own. This is what docs/bring-your-own.md shows.
 */
export class BringYourOwnStack extends Stack {
  public readonly systems: Readonly<Record<'Public' | 'Internal', ImageManagementSystem>>;
  private readonly key = new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
  private readonly userPool = this.createUserPool();
  private readonly vpc = new Vpc(this, 'Vpc', {
    maxAzs: 2,
    natGateways: 0,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'Own', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
  private readonly alarmTopic = new Topic(this, 'Alarms', { masterKey: this.key, enforceSSL: true });
  private readonly inputBucket = this.createBucket('Uploads');

  constructor(scope: Construct, id: string, private readonly props: BringYourOwnStackProps) {
    super(scope, id, props);
    this.systems = { Public: this.createSystem('Public'), Internal: this.createSystem('Internal') };
    Object.entries(this.systems).forEach(([name, system]) => this.addOutputs(name, system));
    new CfnOutput(this, 'UploadsBucketName', { value: this.inputBucket.bucketName });
  }

  private createSystem(name: string): ImageManagementSystem {
    return new ImageManagementSystem(this, name, {
      encryptionKey: this.key,
      userPool: this.userPool,
      network: Network.existing(this.vpc, { createEndpoints: true }),
      alarmTopic: this.alarmTopic,
      inputBucket: this.inputBucket,
      outputBucket: this.createBucket(`${name}Pictures`),
      table: this.createTable(`${name}Images`),
      architecture: this.props.architecture,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createUserPool(): UserPool {
    const userPool = new UserPool(this, 'Users', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new UserPoolGroup(this, 'Admins', { userPool, groupName: 'admins' });
    return userPool;
  }

  private createBucket(id: string): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createTable(id: string): Table {
    const table = new Table(this, id, {
      partitionKey: { name: 'user_id', type: AttributeType.STRING },
      sortKey: { name: 'image_id', type: AttributeType.STRING },
      stream: StreamViewType.OLD_IMAGE,
      timeToLiveAttribute: 'expires_at',
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    table.addGlobalSecondaryIndex({
      indexName: 'unfinished',
      partitionKey: { name: 'unfinished', type: AttributeType.STRING },
      sortKey: { name: 'updated_at', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['status'],
    });
    return table;
  }

  private addOutputs(name: string, { apiUrl, table, outputBucket }: ImageManagementSystem): void {
    new CfnOutput(this, `${name}ApiUrl`, { value: apiUrl });
    new CfnOutput(this, `${name}TableName`, { value: table.tableName });
    new CfnOutput(this, `${name}PicturesBucketName`, { value: outputBucket.bucketName });
  }
}
