import { at, Json, list, text, texts } from '../projenrc/templates/json';
import { Resource, Statement, Synthesized, synthesize, toStatements } from '../projenrc/templates/synth';
import { VARIANTS } from '../projenrc/templates/variants';

/** Where AWS names no resource, and so `*` is the narrowest there is. */
const NAMELESS: Readonly<Record<string, string>> = {
  'xray:PutTelemetryRecords': 'X-Ray knows no resources',
  'xray:PutTraceSegments': 'X-Ray knows no resources',
  'xray:GetSamplingRules': 'X-Ray knows no resources',
  'xray:GetSamplingTargets': 'X-Ray knows no resources',
  'dynamodb:ListStreams': 'listing names no resource',
  'ec2:AssignPrivateIpAddresses': 'Lambda checks it on every resource before it attaches a function to a VPC',
  'ec2:CreateNetworkInterface': 'Lambda checks it on every resource before it attaches a function to a VPC',
  'ec2:DeleteNetworkInterface': 'Lambda checks it on every resource before it attaches a function to a VPC',
  'ec2:DescribeNetworkInterfaces': 'describe calls name no resource',
  'ec2:DescribeSubnets': 'describe calls name no resource',
  'ec2:UnassignPrivateIpAddresses': 'Lambda checks it on every resource before it attaches a function to a VPC',
  'cloudwatch:PutMetricData': 'metrics have no ARN; a condition names the namespace',
  'rekognition:DetectModerationLabels': 'pictures have no ARN in Rekognition',
  'logs:CreateLogDelivery': 'log deliveries have no ARN',
  'logs:DeleteLogDelivery': 'log deliveries have no ARN',
  'logs:GetLogDelivery': 'log deliveries have no ARN',
  'logs:ListLogDeliveries': 'log deliveries have no ARN',
  'logs:UpdateLogDelivery': 'log deliveries have no ARN',
  'logs:DescribeLogGroups': 'describe calls name no resource',
  'logs:DescribeResourcePolicies': 'resource policies have no ARN',
  'logs:PutResourcePolicy': 'resource policies have no ARN',
};

const PHYSICAL_NAMES = [
  'BucketName', 'TableName', 'QueueName', 'FunctionName', 'RoleName', 'LogGroupName', 'StateMachineName', 'UserPoolName', 'ClientName',
  'DashboardName', 'AlarmName', 'AliasName', 'GroupName',
];

describe.each(Object.entries(VARIANTS))('the template of a system %s', (_name, props) => {
  let stack: Synthesized;
  beforeAll(() => { stack = synthesize(props()); });
  const keyArn = () => `<${stack.one('AWS::KMS::Key').id}.Arn>`;

  // holds: promise.private, threat.input.unencrypted-bytes, threat.input.public-bucket, threat.output.guessed-rendition, threat.key.kms-quota
  test('keeps every bucket private, owned, encrypted with the key through bucket keys, and closed to plain HTTP', () => {
    const buckets = stack.ofType('AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const { id, properties } of buckets) {
      expect(properties.PublicAccessBlockConfiguration)
        .toEqual({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true });
      expect(at(properties, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership')).toBe('BucketOwnerEnforced');
      const rule = at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
      expect(at(rule, 'BucketKeyEnabled')).toBe(true);
      expect(at(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm')).toBe('aws:kms');
      expect(text(at(rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID'))).toBe(keyArn());
      const policy = stack.ofType('AWS::S3::BucketPolicy').find((candidate) => text(candidate.properties.Bucket) === `<${id}>`)!;
      const denied = toStatements(policy.properties.PolicyDocument).filter(({ effect }) => effect === 'Deny').map(({ conditions }) => conditions);
      expect(denied).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      expect(denied).toContainEqual({ NumericLessThan: { 's3:TlsVersion': 1.2 } });
    }
  });

  // holds: threat.input.public-bucket
  test('grants nobody anything through a bucket policy, but the renditions to a distribution of its own', () => {
    const granted = stack.ofType('AWS::S3::BucketPolicy').flatMap(({ properties }) => toStatements(properties.PolicyDocument)).filter(({ effect }) => effect !== 'Deny');
    expect(granted.map(({ principal, actions, resources, conditions }) => [principal, actions, resources, text(at(conditions, 'StringEquals', 'aws:SourceArn'))]))
      .toEqual(stack.ofType('AWS::CloudFront::Distribution').map(({ id }) => [
        { Service: 'cloudfront.amazonaws.com' }, ['s3:GetObject'], [expect.stringMatching(/^<\w*OutputBucket\w*\.Arn>\/images\/\*$/)],
        `arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<${id}>`,
      ]));
  });

  // holds: promise.private, threat.queue.read-messages, threat.table.unencrypted-rows, threat.logs.unencrypted-logs
  test('encrypts every queue, the table and every log group with the key, and rotates the key', () => {
    expect(stack.one('AWS::KMS::Key').properties.EnableKeyRotation).toBe(true);
    for (const { properties } of stack.ofType('AWS::SQS::Queue')) expect(text(properties.KmsMasterKeyId)).toBe(keyArn());
    for (const { properties } of stack.ofType('AWS::Logs::LogGroup')) expect(text(properties.KmsKeyId)).toBe(keyArn());
    const table = stack.one('AWS::DynamoDB::Table').properties;
    expect(table.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    expect(text(at(table, 'SSESpecification', 'KMSMasterKeyId'))).toBe(keyArn());
  });

  // holds: threat.queue.read-messages
  test('closes every queue to plain HTTP', () => {
    for (const { id } of stack.ofType('AWS::SQS::Queue')) {
      const policy = stack.ofType('AWS::SQS::QueuePolicy').find(({ properties }) => texts(properties.Queues).includes(`<${id}>`))!;
      const statements = toStatements(policy.properties.PolicyDocument);
      expect(statements).toContainEqual(expect.objectContaining({ effect: 'Deny', conditions: { Bool: { 'aws:SecureTransport': 'false' } } }));
    }
  });

  // holds: threat.logs.forged-lines, threat.logs.endless-logs
  test('limits the age of every log, and gives every function, every state machine, the API and the VPC a log group of its own', () => {
    const groups = stack.ofType('AWS::Logs::LogGroup');
    for (const { properties } of groups) expect(properties.RetentionInDays).toBe(30);
    const used = [
      ...stack.functions().map(({ resource }) => text(at(resource.properties, 'LoggingConfig', 'LogGroup'))),
      ...stack.ofType('AWS::StepFunctions::StateMachine')
        .map(({ properties }) => text(at(properties, 'LoggingConfiguration', 'Destinations', 0, 'CloudWatchLogsLogGroup', 'LogGroupArn'))),
      text(at(stack.one('AWS::ApiGateway::Stage').properties, 'AccessLogSetting', 'DestinationArn')),
      ...stack.ofType('AWS::EC2::FlowLog').map(({ properties }) => text(properties.LogGroupName)),
    ].map((reference) => reference.replace(/[<>]|\.Arn/g, ''));
    expect(used.sort()).toEqual(groups.map(({ id }) => id).sort());
  });

  // holds: threat.api.untraced-call, threat.workflow.untraced-image, threat.logs.untraced-event
  test('traces the API, every state machine and every function', () => {
    for (const { resource } of stack.functions()) expect(resource.properties.TracingConfig).toEqual({ Mode: 'Active' });
    expect(stack.one('AWS::ApiGateway::Stage').properties.TracingEnabled).toBe(true);
    for (const { properties } of stack.ofType('AWS::StepFunctions::StateMachine')) expect(properties.TracingConfiguration).toEqual({ Enabled: true });
  });

  // holds: threat.vpc.inbound-connection
  test('runs every function but the auth handler in the network, where there is one', () => {
    const hasNetwork = stack.ofType('AWS::EC2::VPC').length > 0;
    for (const { name, resource } of stack.functions()) {
      expect([name, resource.properties.VpcConfig !== undefined]).toEqual([name, hasNetwork && name !== 'auth-handler']);
    }
  });

  // holds: promise.private, threat.image.decoder-flaw, threat.vpc.exfiltration
  test('has no NAT, no internet gateway and no public subnet', () => {
    const types = stack.resources.map(({ type }) => type);
    for (const type of ['AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway', 'AWS::EC2::EIP', 'AWS::EC2::Route']) expect(types).not.toContain(type);
    for (const { properties } of stack.ofType('AWS::EC2::Subnet')) expect(properties.MapPublicIpOnLaunch).toBe(false);
  });

  test('gives no role a wildcard action, and a wildcard resource only where AWS names none', () => {
    for (const role of stack.ofType('AWS::IAM::Role')) {
      for (const { actions, resources } of stack.statementsOf(role)) {
        for (const action of actions) expect(action).not.toContain('*');
        if (resources.includes('*')) expect(actions.filter((action) => NAMELESS[action] === undefined)).toEqual([]);
      }
    }
  });

  test('ends every other resource in a name, an object prefix or the parts of a repair', () => {
    const patterns = stack.ofType('AWS::IAM::Role').flatMap((role) => stack.statementsOf(role)).flatMap(({ resources }) => resources)
      .filter((resource) => resource !== '*' && resource.includes('*'));
    for (const pattern of patterns) expect(pattern).toMatch(/^(?:<\w*Bucket\w*\.Arn>\/(?:uploads|images|work)\/\*|arn:.*:execution:<\w+\.Name>\/Parts:\*)$/);
  });

  test('attaches no managed policy but the one that API Gateway demands for its account setting', () => {
    const roles = stack.ofType('AWS::IAM::Role').filter(({ properties }) => properties.ManagedPolicyArns !== undefined);
    expect(roles.map(({ properties }) => texts(properties.ManagedPolicyArns)))
      .toEqual([[expect.stringContaining('service-role/AmazonAPIGatewayPushToCloudWatchLogs')]]);
    expect(stack.ofType('AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  // holds: threat.key.direct-decryption
  test('uses the key through the services alone', () => {
    const uses = stack.ofType('AWS::IAM::Role').flatMap((role) => stack.statementsOf(role)).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
    expect(uses.length).toBeGreaterThan(0);
    for (const { resources, conditions } of uses) {
      expect(resources).toEqual([keyArn()]);
      expect(text(at(conditions, 'StringEquals', 'kms:ViaService'))).toMatch(/^(?:s3|sqs|dynamodb)\.<AWS::Region>\.<AWS::URLSuffix>$/);
    }
  });

  // holds: threat.api.unguarded-method
  test('lets nobody reach a function that may do something without a sign-in', () => {
    const harmless = `<${stack.functionNamed('auth-handler').id}.Arn>`;
    const open = stack.ofType('AWS::ApiGateway::Method').filter(({ properties }) => properties.AuthorizationType !== 'COGNITO_USER_POOLS');
    const reached = open.map(({ properties }) => properties.Integration).filter((integration) => at(integration, 'Type') !== 'MOCK');
    expect(reached.length).toBeGreaterThan(0);
    for (const integration of reached) expect(text(at(integration, 'Uri'))).toContain(harmless);
  });

  // holds: threat.input.upload-loop
  test('lets nothing that an upload starts write to the input bucket', () => {
    const started = [...stack.functions().filter(({ name }) => !['auth-handler', 'upload-handler', 'image-retrieval'].includes(name))
      .map(({ resource }) => stack.roleOf(resource)), stack.one('AWS::IAM::Role', 'WorkflowRole')];
    expect(started.length).toBeGreaterThanOrEqual(5);
    for (const role of started) expect(stack.statementsOf(role).filter(writesToInput)).toEqual([]);
    // The check sees a writer where there is one.
    expect(stack.statementsOf(stack.roleOf(stack.functionNamed('upload-handler'))).filter(writesToInput)).toHaveLength(1);
  });

  // holds: threat.queue.poisoned-message
  test('lets a message stay hidden for six times the time of the function that takes it', () => {
    const mapping = stack.one('AWS::Lambda::EventSourceMapping', 'Orchestrator').properties;
    const queue = stack.resources.find(({ id }) => text(mapping.EventSourceArn) === `<${id}.Arn>`)!;
    const timeout = Number(stack.functionNamed('orchestrator').properties.Timeout);
    expect(text(mapping.FunctionName)).toBe(`<${stack.functionNamed('orchestrator').id}>`);
    expect(Number(queue.properties.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * timeout);
  });

  test('is plain CloudFormation: no custom resource and no function beside the handlers', () => {
    for (const { type } of stack.resources) expect(type).toMatch(/^AWS::(?!CloudFormation::CustomResource)/);
    for (const { name } of stack.functions()) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  test('gives no resource a fixed name', () => {
    const named = stack.resources.filter(({ type }) => type !== 'AWS::Cognito::UserPoolGroup')
      .filter(({ properties }) => PHYSICAL_NAMES.some((name) => typeof properties[name] === 'string'));
    expect(named).toEqual([]);
  });

  test('builds every function for one processor, from the bundle of that processor', () => {
    const architectures = stack.functions().map(({ resource }) => text(at(resource.properties, 'Architectures', 0)));
    expect(new Set(architectures).size).toBe(1);
    for (const { resource } of stack.functions()) expect(resource.properties.Runtime).toBe('nodejs24.x');
  });
});

describe('the endpoints of the isolated network', () => {
  const stack = synthesize(VARIANTS['with a watermark and origins']());
  const endpoints = stack.ofType('AWS::EC2::VPCEndpoint').map((endpoint) => ({
    service: text(endpoint.properties.ServiceName).split('.').pop()!, statements: toStatements(endpoint.properties.PolicyDocument),
  }));
  /** Made by a client with a URL that the function signed, or by the service that polls the queue. */
  const outside = (name: string, action: string) => [
    'upload-handler s3:PutObject', 'image-retrieval s3:GetObject', 'orchestrator sqs:DeleteMessage', 'orchestrator sqs:GetQueueAttributes', 'orchestrator sqs:ReceiveMessage',
    'deletion-announcer dynamodb:DescribeStream', 'deletion-announcer dynamodb:GetRecords', 'deletion-announcer dynamodb:GetShardIterator',
    'deletion-announcer dynamodb:ListStreams',
  ].includes(`${name} ${action}`);

  test('are one for each service that a function in the network names in its role', () => {
    const services = stack.functions().filter(({ resource }) => resource.properties.VpcConfig !== undefined)
      .flatMap(({ resource }) => callsOf(stack, resource)).map(({ action }) => action.split(':')[0]);
    expect([...new Set(services)].sort()).toEqual(['dynamodb', 's3', 'sqs', 'states']);
    expect(endpoints.map(({ service }) => service).sort()).toEqual(['dynamodb', 's3', 'sqs', 'states']);
  });

  test.each(stack.functions().filter(({ resource }) => resource.properties.VpcConfig !== undefined).map(({ name }) => name))('let through each call of %s', (name) => {
    const resource = stack.functionNamed(name);
    const roleArn = `<${stack.roleOf(resource).id}.Arn>`;
    for (const { action, target } of callsOf(stack, resource)) {
      if (outside(name, action) || target.includes('DeadLetterQueue')) continue;
      const allowed = endpoints.find(({ service }) => service === action.split(':')[0])!.statements.some((statement) =>
        statement.actions.includes(action) && statement.resources.includes(target)
        && text(at(statement.conditions, 'ArnEquals', 'aws:PrincipalArn')) === roleArn);
      expect([action, target, allowed]).toEqual([action, target, true]);
    }
  });

  // holds: threat.vpc.foreign-workload, threat.vpc.exfiltration
  test('let through nothing but named actions on this system\'s resources by its own roles', () => {
    for (const { actions, resources, conditions } of endpoints.flatMap(({ statements }) => statements)) {
      expect([...actions, ...resources]).not.toContain('*');
      for (const action of actions) expect(action).not.toContain('*');
      for (const resource of resources) expect(resource).toMatch(/^<Images\w+/);
      expect(text(at(conditions, 'ArnEquals', 'aws:PrincipalArn'))).toMatch(/^<Images\w+Role\w+\.Arn>$/);
    }
  });

  // holds: threat.input.upload-loop
  test('let no function write to the input bucket', () => {
    expect(endpoints.flatMap(({ statements }) => statements).filter(writesToInput)).toEqual([]);
  });
});

const OF_THE_PLATFORM = /^(?:logs|xray|ec2|kms):/;

function callsOf(stack: Synthesized, lambda: Resource): { action: string; target: string }[] {
  return stack.statementsOf(stack.roleOf(lambda))
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((target) => ({ action, target }))))
    .filter(({ action }) => !OF_THE_PLATFORM.test(action));
}

function writesToInput({ actions, resources }: Statement): boolean {
  const writes = actions.some((action) => /^s3:(?:Put|Copy|Restore|Replicate|\*)/.test(action));
  return writes && list(resources as Json).some((resource) => text(resource).includes('InputBucket') || resource === '*');
}
