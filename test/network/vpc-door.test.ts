import { App, Stack } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { at, text } from '../../projenrc/templates/json';
import { createStack, read, Synthesized, toStatements } from '../../projenrc/templates/synth';
import { ExistingNetworkOptions, ImageManagementSystem, Network } from '../../src';

const subnetConfiguration = [{ name: 'Own', subnetType: SubnetType.PRIVATE_ISOLATED }, { name: 'Egress', subnetType: SubnetType.PRIVATE_WITH_EGRESS }];

function vpcOf(stack: Stack): Vpc {
  return new Vpc(stack, 'Vpc', { natGateways: 0, restrictDefaultSecurityGroup: false, subnetConfiguration: [subnetConfiguration[0]] });
}

/** Two systems in one VPC, with what is said of each. */
function two(one: ExistingNetworkOptions, other: ExistingNetworkOptions, vpc = vpcOf(createStack()), otherStack = Stack.of(vpc)): Stack {
  new ImageManagementSystem(Stack.of(vpc), 'One', { network: Network.existing(vpc, one) });
  new ImageManagementSystem(otherStack, 'Two', { network: Network.existing(vpc, other) });
  return Stack.of(vpc);
}

/** Systems whose roles an endpoint lets through, by its service. */
function letThrough(stack: Synthesized): Record<string, string[]> {
  return Object.fromEntries(stack.ofType('AWS::EC2::VPCEndpoint').map(({ properties }) => {
    const roles = toStatements(properties.PolicyDocument).map(({ conditions }) => text(at(conditions, 'ArnEquals', 'aws:PrincipalArn')).slice(1, 4));
    return [text(properties.ServiceName).split('.').pop()!, [...new Set(roles)].sort()];
  }));
}

const BOTH = { s3: ['One', 'Two'], dynamodb: ['One', 'Two'], sqs: ['One', 'Two'], states: ['One', 'Two'] };

test.each<[string, ExistingNetworkOptions, ExistingNetworkOptions]>([
  ['both are asked to make', { createEndpoints: true }, { createEndpoints: true }],
  ['the first makes', { createEndpoints: true }, {}],
  ['the second makes', {}, { createEndpoints: true }],
])('two systems of one VPC share the endpoints that %s', (_who, one, other) => {
  const stack = read(two(one, other));
  expect(stack.ofType('AWS::EC2::VPCEndpoint')).toHaveLength(4);
  expect(letThrough(stack)).toEqual(BOTH);
});

test('the VPC that one system made takes another one in', () => {
  const stack = createStack();
  const { vpc } = new ImageManagementSystem(stack, 'One');
  new ImageManagementSystem(stack, 'Two', { network: Network.existing(vpc!) });
  const synthesized = read(stack);
  expect(synthesized.ofType('AWS::EC2::VPC')).toHaveLength(1);
  expect(letThrough(synthesized)).toEqual(BOTH);
});

test('systems of two VPCs have endpoints of their own', () => {
  const stack = createStack();
  for (const name of ['One', 'Two']) new ImageManagementSystem(stack, name);
  expect(read(stack).ofType('AWS::EC2::VPCEndpoint')).toHaveLength(8);
});

test('systems of several stacks share a VPC whose endpoints nobody makes here', () => {
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
  two({}, {}, vpcOf(new Stack(app, 'First')), new Stack(app, 'Second'));
  expect(() => app.synth()).not.toThrow();
});

test('rejects a system of another stack behind endpoints that one makes', () => {
  const app = new App();
  expect(() => two({ createEndpoints: true }, {}, vpcOf(new Stack(app, 'First')), new Stack(app, 'Second'))).toThrow(
    '\'Second/Two\', which shares the endpoints of \'First/One\', must be in the same stack, got Second; '
    + 'or create the endpoints of the VPC yourself and use Network.existing() without createEndpoints for both systems');
});

test('rejects subnets that the shared endpoints are not in', () => {
  const vpc = new Vpc(createStack(), 'Vpc', { restrictDefaultSecurityGroup: false, subnetConfiguration: [...subnetConfiguration, { name: 'Public', subnetType: SubnetType.PUBLIC }] });
  expect(() => two({ createEndpoints: true }, { subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } }, vpc)).toThrow(
    'the subnets of \'Stack/Two\', which shares the endpoints of \'Stack/One\', must be a subset of those, got other subnets; '
    + 'gateway endpoints for S3 and DynamoDB need route table entries in each subnet; use the same subnets for both');
});

test.each<[string, (vpc: Vpc) => void]>([
  ['an interface endpoint', (vpc) => vpc.addInterfaceEndpoint('Theirs', { service: InterfaceVpcEndpointAwsService.SQS })],
  ['a gateway endpoint', (vpc) => vpc.addGatewayEndpoint('Theirs', { service: GatewayVpcEndpointAwsService.S3 })],
])('fails at synth where the VPC has %s for the same service already, before the system or after', (_kind, add) => {
  for (const isBefore of [true, false]) {
    const vpc = vpcOf(createStack());
    if (isBefore) add(vpc);
    new ImageManagementSystem(Stack.of(vpc), 'Images', { network: Network.existing(vpc, { createEndpoints: true }) });
    if (!isBefore) add(vpc);
    expect(() => App.of(vpc)!.synth()).toThrow('createEndpoints of Network.existing() must be false if the VPC has endpoints, got \'Stack/Vpc/Theirs/Resource\' as well');
  }
});

test('endpoints for other services, and without private names, may stand beside', () => {
  const vpc = vpcOf(createStack());
  vpc.addInterfaceEndpoint('Kms', { service: InterfaceVpcEndpointAwsService.KMS });
  vpc.addInterfaceEndpoint('Sqs', { service: InterfaceVpcEndpointAwsService.SQS, privateDnsEnabled: false });
  new ImageManagementSystem(Stack.of(vpc), 'Images', { network: Network.existing(vpc, { createEndpoints: true }) });
  expect(() => App.of(vpc)!.synth()).not.toThrow();
});

test('rejects a VPC of another region', () => {
  const app = new App();
  const vpc = vpcOf(new Stack(app, 'There', { env: { region: 'us-east-1', account: '111122223333' } }));
  const here = new Stack(app, 'Here', { env: { region: 'eu-central-1', account: '111122223333' } });
  expect(() => new ImageManagementSystem(here, 'Images', { network: Network.existing(vpc) }))
    .toThrow('the region of the VPC of Network.existing() must be that of the system\'s stack, eu-central-1, got us-east-1');
});
