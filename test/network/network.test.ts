import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { at, text, texts } from '../../projenrc/templates/json';
import { createStack, read, synthError, synthesize } from '../../projenrc/templates/synth';
import { ImageManagementSystem, Network } from '../../src';

describe('Network.isolated()', () => {
  const stack = synthesize({ network: Network.isolated() });

  // holds: threat.vpc.exfiltration
  test('has two subnets in two zones, each with a route table that holds no route', () => {
    const subnets = stack.ofType('AWS::EC2::Subnet').map(({ properties }) => properties);
    expect(subnets.map(({ CidrBlock }) => CidrBlock)).toEqual(['10.0.0.0/25', '10.0.0.128/25']);
    expect(subnets.map(({ AvailabilityZone }) => at(AvailabilityZone, 'Fn::Select', 0))).toEqual([0, 1]);
    expect(stack.ofType('AWS::EC2::RouteTable')).toHaveLength(2);
    expect(stack.ofType('AWS::EC2::Route')).toEqual([]);
  });

  test('reaches S3 and DynamoDB through its route tables, SQS and Step Functions through its subnets by their usual names', () => {
    const endpoints = stack.ofType('AWS::EC2::VPCEndpoint').map(({ properties }) => properties);
    const kinds = Object.fromEntries(endpoints.map((properties) => [text(properties.ServiceName).split('.').pop()!, properties]));
    for (const service of ['s3', 'dynamodb']) {
      expect(kinds[service].VpcEndpointType).toBe('Gateway');
      expect(kinds[service].RouteTableIds).toHaveLength(2);
    }
    for (const service of ['sqs', 'states']) {
      expect(kinds[service]).toMatchObject({ VpcEndpointType: 'Interface', PrivateDnsEnabled: true });
      expect(kinds[service].SubnetIds).toHaveLength(2);
    }
    expect(stack.one('AWS::EC2::VPC').properties).toMatchObject({ EnableDnsHostnames: true, EnableDnsSupport: true });
  });

  // holds: threat.vpc.untraced-connection
  test('keeps a log of the connections that it refuses', () => {
    const { properties } = stack.one('AWS::EC2::FlowLog');
    expect(properties).toMatchObject({ ResourceType: 'VPC', TrafficType: 'REJECT' });
    expect(text(properties.ResourceId)).toBe(`<${stack.one('AWS::EC2::VPC').id}>`);
    const role = stack.one('AWS::IAM::Role', 'RefusedTraffic');
    expect(text(properties.DeliverLogsPermissionArn)).toBe(`<${role.id}.Arn>`);
    expect(stack.statementsOf(role).map(({ actions, resources }) => [actions, resources])).toEqual([
      [['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], [`<${stack.one('AWS::Logs::LogGroup', 'RefusedTraffic').id}.Arn>`]],
    ]);
  });

  // holds: threat.vpc.inbound-connection
  test('lets functions send HTTPS and receive nothing, and endpoints receive HTTPS from the VPC', () => {
    const functions = stack.one('AWS::EC2::SecurityGroup', 'NetworkFunctions').properties;
    expect(functions.SecurityGroupIngress).toBeUndefined();
    expect(functions.SecurityGroupEgress).toEqual([expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })]);
    const endpoints = stack.one('AWS::EC2::SecurityGroup', 'NetworkEndpoints').properties;
    expect(endpoints.SecurityGroupIngress).toEqual([expect.objectContaining({ CidrIp: '10.0.0.0/24', FromPort: 443, ToPort: 443 })]);
  });
});

describe('Network.none()', () => {
  test('runs the same functions without a VPC, and without the rights that one needs', () => {
    const stack = synthesize({ network: Network.none() });
    expect(stack.resources.filter(({ type }) => type.startsWith('AWS::EC2::'))).toEqual([]);
    expect(stack.functions().map(({ name }) => name).sort()).toEqual(synthesize().functions().map(({ name }) => name).sort());
    const actions = stack.ofType('AWS::IAM::Role').flatMap((role) => stack.statementsOf(role)).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith('ec2:'))).toEqual([]);
  });

  test('leaves vpc undefined', () => {
    expect(new ImageManagementSystem(createStack(), 'Images', { network: Network.none() }).vpc).toBeUndefined();
  });
});

describe('Network.existing()', () => {
  function withVpc(createEndpoints: boolean, subnetType = SubnetType.PRIVATE_ISOLATED) {
    const stack = createStack();
    const vpc = new Vpc(stack, 'Vpc', { natGateways: 0, restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'Own', subnetType }] });
    const system = new ImageManagementSystem(stack, 'Images', { network: Network.existing(vpc, { createEndpoints }) });
    return { stack: read(stack), vpc, system };
  }

  // holds: promise.bring-your-own
  test('puts the functions into its isolated subnets and adds no endpoints', () => {
    const { stack, vpc, system } = withVpc(false);
    expect(system.vpc).toBe(vpc);
    expect(stack.ofType('AWS::EC2::VPC')).toHaveLength(1);
    expect(stack.ofType('AWS::EC2::VPCEndpoint')).toEqual([]);
    expect(stack.ofType('AWS::EC2::FlowLog')).toEqual([]);
    for (const subnet of texts(at(stack.functionNamed('resize').properties, 'VpcConfig', 'SubnetIds'))) expect(subnet).toMatch(/^<VpcOwnSubnet/);
  });

  test('takes the private subnets where there are no isolated ones, and those that are named where some are', () => {
    const stack = createStack();
    const imported = (id: string) => Vpc.fromVpcAttributes(stack, id, {
      vpcId: id, availabilityZones: ['a', 'b'], privateSubnetIds: [`${id}-private-a`, `${id}-private-b`], isolatedSubnetIds: id === 'Two' ? ['Two-own-a', 'Two-own-b'] : [],
    });
    new ImageManagementSystem(stack, 'First', { network: Network.existing(imported('One')) });
    new ImageManagementSystem(stack, 'Second', { network: Network.existing(imported('Two'), { subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } }) });
    const functions = read(stack).ofType('AWS::Lambda::Function').filter(({ id }) => id.includes('Resize'));
    expect(functions.map(({ properties }) => texts(at(properties, 'VpcConfig', 'SubnetIds'))))
      .toEqual([['One-private-a', 'One-private-b'], ['Two-private-a', 'Two-private-b']]);
  });

  test('adds endpoints where asked', () => {
    expect(withVpc(true).stack.ofType('AWS::EC2::VPCEndpoint')).toHaveLength(4);
  });

  test('rejects a VPC that has public subnets alone', () => {
    const vpc = new Vpc(createStack(), 'Vpc', {
      natGateways: 0, restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'Public', subnetType: SubnetType.PUBLIC }],
    });
    expect(synthError(() => ({ network: Network.existing(vpc) }))).toBe(
      'the VPC of Network.existing() must be a VPC with isolated or private subnets, got neither; '
      + 'a function in a public subnet has no public IP address and cannot connect to anything; add private subnets or use Network.isolated()');
  });
});
