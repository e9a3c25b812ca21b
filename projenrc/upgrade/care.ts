/**
 * What an upgrade may not do to a resource, by its type. `frozen` are properties whose change has CloudFormation make another
 * resource, or refuse the update: what `@aws-cdk/aws-service-spec` 0.1 says causes a replacement, and those of a user pool, a key and
 * a table's local indexes, which it has as updatable and the services refuse to update.
 */
export interface Care {
  /** What is lost with the resource; nothing where another one does as well. */
  readonly loses?: string;
  readonly frozen: readonly string[];
}

/** The keys of a table and its indexes are written as one text each, since a key's type stands elsewhere in the template. */
export const TABLE = 'AWS::DynamoDB::Table';

const KEPT: Readonly<Record<string, Care>> = {
  'AWS::KMS::Key': { loses: 'everything that it encrypts', frozen: ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'] },
  'AWS::S3::Bucket': { loses: 'its objects', frozen: ['BucketName', 'BucketNamePrefix', 'BucketNamespace', 'ObjectLockEnabled'] },
  [TABLE]: { loses: 'its rows', frozen: ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'] },
  'AWS::Cognito::UserPool': { loses: 'every account', frozen: ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema'] },
  'AWS::Cognito::UserPoolClient': { loses: 'every session', frozen: ['UserPoolId', 'GenerateSecret'] },
  'AWS::SQS::Queue': { loses: 'its messages', frozen: ['QueueName', 'FifoQueue'] },
  'AWS::StepFunctions::StateMachine': { loses: 'its executions', frozen: ['StateMachineName', 'StateMachineType'] },
  'AWS::SNS::Topic': { loses: 'its confirmed subscriptions', frozen: ['TopicName', 'FifoTopic'] },
  'AWS::ApiGateway::RestApi': { loses: 'the address that apps call', frozen: [] },
  'AWS::ApiGateway::Stage': { loses: 'the address that apps call', frozen: ['RestApiId', 'StageName'] },
  'AWS::CloudFront::Distribution': { loses: 'the address of the pictures', frozen: [] },
  'AWS::EC2::VPC': { loses: 'what a team has put into it', frozen: ['CidrBlock', 'InstanceTenancy'] },
  'AWS::EC2::Subnet': { loses: 'what a team has put into it', frozen: ['VpcId', 'CidrBlock', 'AvailabilityZone'] },
};

/**
 * Of these there is one in each place, which the frozen properties name. Under another logical id, CloudFormation makes the new one
 * while the old one is still there: AWS refuses it, and the whole update is rolled back. Policies of queues are overwritten instead,
 * and then removed with the old one.
 */
const ONE_IN_A_PLACE: Readonly<Record<string, Care>> = {
  'AWS::ApiGateway::GatewayResponse': { frozen: ['RestApiId', 'ResponseType'] },
  'AWS::ApiGateway::Method': { frozen: ['ResourceId', 'HttpMethod'] },
  'AWS::ApiGateway::Resource': { frozen: ['ParentId', 'PathPart'] },
  'AWS::Cognito::UserPoolGroup': { frozen: ['UserPoolId', 'GroupName'] },
  'AWS::EC2::SubnetRouteTableAssociation': { frozen: ['SubnetId'] },
  'AWS::EC2::VPCEndpoint': { frozen: ['VpcId', 'ServiceName'] },
  'AWS::Lambda::EventInvokeConfig': { frozen: ['FunctionName', 'Qualifier'] },
  'AWS::Lambda::EventSourceMapping': { frozen: ['EventSourceArn', 'FunctionName'] },
  'AWS::S3::BucketPolicy': { frozen: ['Bucket'] },
  'AWS::SQS::QueuePolicy': { frozen: ['Queues'] },
};

export const CARE: Readonly<Record<string, Care>> = { ...KEPT, ...ONE_IN_A_PLACE };

/** What protects a resource, of the weakest value, which is also that of a missing one, to the strongest. */
export const GUARDS: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Snapshot', 'RetainExceptOnCreate', 'Retain'],
  UpdateReplacePolicy: ['Delete', 'Snapshot', 'Retain'],
  DeletionProtection: ['INACTIVE', 'ACTIVE'],
  DeletionProtectionEnabled: ['false', 'true'],
};

/** Fixed names: a second system in an account could not have them, nor could a replacement while the first is there. */
export const PHYSICAL_NAMES: readonly string[] = [
  'BucketName', 'TableName', 'QueueName', 'TopicName', 'FunctionName', 'RoleName', 'LogGroupName', 'StateMachineName', 'UserPoolName', 'ClientName',
  'DashboardName', 'AlarmName', 'AliasName',
];
